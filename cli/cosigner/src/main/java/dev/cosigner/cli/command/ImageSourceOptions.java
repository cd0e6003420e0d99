package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException;
import dev.cosigner.eif.container.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What an image is built from: {@code @Mixin ImageSourceOptions source}. */
final class ImageSourceOptions {
  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = {
        "Build an image around a container image: oci:DIR (an OCI image layout),"
            + " docker-archive:FILE (docker save), or REGISTRY/NAME@sha256:DIGEST, pulled by HTTPS"
            + " with the credentials in auths of $DOCKER_CONFIG/config.json. No daemon is needed."
      })
  private String image;

  @Option(
      names = "--rootfs",
      paramLabel = "DIR|TAR",
      description = {
        "Build an image around a program of your own: its root file system. A directory's owner"
            + " stands for root; all other owners, modes, links and devices are kept. A tar archive"
            + " (plain, gzip or zstd) is read as it stands."
      })
  private Path rootfs;

  @Option(
      names = "--entrypoint",
      paramLabel = "WORD",
      description = "With --rootfs: the program and its first arguments; give it once per word.")
  private List<String> entrypoint = List.of();

  @Option(
      names = "--cmd",
      paramLabel = "WORD",
      description = "With --rootfs: the words that follow; --cmd=-x for one with a hyphen.")
  private List<String> command = List.of();

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "With --rootfs: a variable of its environment. It is in the image: no secrets.")
  private List<String> environment = List.of();

  @Option(
      names = "--workdir",
      paramLabel = "PATH",
      description = "With --rootfs: where it starts (default: /).")
  private String workingDirectory;

  @Option(
      names = "--user",
      paramLabel = "USER[:GROUP]",
      description = "With --rootfs: as whom, by name or number (default: root).")
  private String user;

  @Option(
      names = "--blobs",
      paramLabel = "DIR",
      description =
          "With --rootfs or --image: use AWS's kernel, init and nsm.ko of this folder, such as"
              + " /usr/share/nitro_enclaves/blobs, instead of the kernel and platform of this"
              + " repository.")
  private Path blobs;

  @Option(
      names = "--kernel",
      paramLabel = "F",
      description = "Build an image of raw parts: the kernel.")
  private Path kernel;

  @Option(
      names = "--cmdline",
      paramLabel = "TEXT",
      description = "With --kernel: its command line.")
  private String commandLine;

  @Option(
      names = "--ramdisk",
      paramLabel = "F",
      description = "With --kernel: a ramdisk; the first is in PCR1, the others are PCR2.")
  private List<Path> ramdisks = List.of();

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "With --kernel or --blobs: x86_64 (default) or aarch64.")
  private String arch;

  /** What kind of image is asked for. */
  enum Kind {
    COSIGNER,
    FOREIGN,
    BLOBS,
    RAW
  }

  /**
   * The kind of image, after all that contradicts itself has been refused.
   *
   * @param development whether a development image is asked for
   */
  Kind kind(boolean development) throws CosignerException {
    boolean raw = kernel != null || commandLine != null || !ramdisks.isEmpty();
    boolean process =
        !entrypoint.isEmpty()
            || !command.isEmpty()
            || !environment.isEmpty()
            || workingDirectory != null
            || user != null;
    if (raw) {
      requireNone("--kernel, --cmdline and --ramdisk", "--rootfs", rootfs != null);
      requireNone("--kernel, --cmdline and --ramdisk", "--image", image != null);
      requireNone("--kernel, --cmdline and --ramdisk", "--blobs", blobs != null);
      requireNone(
          "--kernel, --cmdline and --ramdisk",
          "--entrypoint, --cmd, --env, --workdir and --user",
          process);
      requireAll(
          kernel != null && commandLine != null && !ramdisks.isEmpty(),
          "an image of raw parts takes all of them",
          "--kernel F --cmdline TEXT --ramdisk F");
    }
    if (image != null) {
      requireNone("--image", "--rootfs", rootfs != null);
      requireNone(
          "--image, which says itself what starts",
          "--entrypoint, --cmd, --env, --workdir and --user",
          process);
    }
    requireAll(
        rootfs != null || !process,
        "--entrypoint, --cmd, --env, --workdir and --user say what starts in a root file system",
        "--rootfs DIR");
    boolean program = rootfs != null || image != null;
    requireAll(
        program || blobs == null, "--blobs takes a program", "--rootfs DIR or --image IMAGE");
    requireAll(
        rootfs == null || !entrypoint.isEmpty() || !command.isEmpty(),
        "--rootfs takes a program to start",
        "--entrypoint WORD or --cmd WORD");
    requireNone(
        "--development, a cosigner's image", "--rootfs and --image", development && program);
    requireNone("--development, a cosigner's image", "--kernel", development && raw);
    requireNone(
        "the kernel and platform of this repository, which are for x86_64",
        "--arch aarch64",
        architecture() == Architecture.AARCH64 && !raw && blobs == null);
    if (raw) {
      return Kind.RAW;
    }
    if (!program) {
      return Kind.COSIGNER;
    }
    return blobs == null ? Kind.FOREIGN : Kind.BLOBS;
  }

  /** Refuses sources that are not there, and a result in the place of one. */
  void requireSources(Path result) throws CosignerException, IOException {
    requireDirectory("--blobs", blobs);
    List<Path> files = new ArrayList<>(ramdisks);
    if (kernel != null) {
      files.add(kernel);
    }
    Path folder = null;
    if (rootfs != null) {
      if (Files.isDirectory(rootfs)) {
        folder = rootfs;
      } else {
        files.add(rootfs);
      }
    }
    if (image != null) {
      switch (image()) {
        case ImageReference.Layout(Path layout) -> {
          requireDirectory("--image oci:DIR", layout);
          folder = layout;
        }
        case ImageReference.Archive(Path archive) -> files.add(archive);
        case ImageReference.Registry registry -> {}
      }
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw notFound(file, file.equals(rootfs) ? "a directory or a tar archive" : "a file");
      }
    }
    ResultOptions.requireNoInput(result, files.toArray(Path[]::new));
    if (folder != null
        && result.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
      throw CosignerException.of(
              "output-is-input", ExitCode.USAGE, "the image would lie in what it is made from")
          .expected("a file outside of " + folder)
          .found(result.toString())
          .hint("name another file by --output")
          .build();
    }
  }

  /** Whether a container image is the source. */
  boolean hasImage() {
    return image != null;
  }

  /** Where the container image lies that is the source. */
  ImageReference image() throws CosignerException {
    try {
      return ImageReference.parse(image);
    } catch (ContainerException e) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "--image names no image")
          .expected("oci:DIR, docker-archive:FILE or REGISTRY/NAME@sha256:DIGEST")
          .found(Printable.of(image))
          .hint("a tag may name another image tomorrow: name the digest that you approved")
          .cause(e)
          .build();
    }
  }

  Architecture architecture() throws CosignerException {
    if (arch == null) {
      return Architecture.X86_64;
    }
    return switch (arch) {
      case "x86_64" -> Architecture.X86_64;
      case "aarch64" -> Architecture.AARCH64;
      default ->
          throw CosignerException.of("invalid-value", ExitCode.USAGE, "no such architecture")
              .expected("x86_64 or aarch64")
              .found(arch)
              .hint("--arch says what the kernel is made for")
              .build();
    };
  }

  Path rootfs() {
    return rootfs;
  }

  List<String> entrypoint() {
    return entrypoint;
  }

  List<String> command() {
    return command;
  }

  List<String> environment() {
    return environment;
  }

  /** Empty where none is given. */
  String workingDirectory() {
    return workingDirectory == null ? "" : workingDirectory;
  }

  /** Empty where none is given. */
  String user() {
    return user == null ? "" : user;
  }

  Path blobs() {
    return blobs;
  }

  Path kernel() {
    return kernel;
  }

  String commandLine() {
    return commandLine;
  }

  List<Path> ramdisks() {
    return ramdisks;
  }

  private static void requireDirectory(String option, Path directory) throws CosignerException {
    if (directory != null && !Files.isDirectory(directory)) {
      throw notFound(directory, "a directory, as " + option + " takes it");
    }
  }

  private static CosignerException notFound(Path path, String expected) {
    return CosignerException.of("file-not-found", ExitCode.BAD_INPUT, "cannot read " + path)
        .expected(expected)
        .found(Files.exists(path) ? "something else" : "nothing")
        .hint("check the path")
        .build();
  }

  private static void requireNone(String given, String other, boolean alsoGiven)
      throws CosignerException {
    if (alsoGiven) {
      throw CosignerException.of(
              "options-exclude", ExitCode.USAGE, "an image is built from one kind of source")
          .expected(given + " without " + other)
          .found("both")
          .hint("'cosigner build-eif --help' shows which options go together")
          .build();
    }
  }

  private static void requireAll(boolean given, String message, String expected)
      throws CosignerException {
    if (!given) {
      throw CosignerException.of("missing-argument", ExitCode.USAGE, message)
          .expected(expected)
          .found("not all of it")
          .hint("'cosigner build-eif --help' shows which options go together")
          .build();
    }
  }
}
