package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.EntryName;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.ForeignSourceException;
import dev.cosigner.eif.source.ForeignSourceException.Reason;
import dev.cosigner.eif.source.TreeArchive;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an image around a program of others with AWS's kernel and init, as nitro-cli installs them
 * ({@code /usr/share/nitro_enclaves/blobs}) and lays them out: the first ramdisk holds {@code
 * init}, {@code nsm.ko} and {@code dev}, the second {@code cmd}, {@code env} and the program's
 * files under {@code rootfs/}. Both are plain archives, which every kernel takes.
 *
 * <p>AWS's init starts the program as root in {@code /}, and reads arguments and environment line
 * by line; what does not fit is refused. It covers {@code /run} and {@code /tmp} by empty file
 * systems.
 */
public final class BlobsImageBuild {
  private static final int MAX_FILE = 64 << 20;
  private static final int MAX_COMMAND_LINE = 4096;

  private static final String MODULE = "nsm.ko";

  /** What AWS's init mounts file systems on. */
  private static final List<String> MOUNT_POINTS =
      List.of("dev", "proc", "run", "sys", "tmp", "var");

  private final Path blobs;
  private final Architecture architecture;
  private final ImageLabels labels;

  /**
   * @param blobs the folder with {@code bzImage} (aarch64: {@code Image}), {@code cmdline}, {@code
   *     init} and, unless the kernel has it built in, {@code nsm.ko}
   * @param architecture what they are made for
   * @param labels what the metadata says
   */
  public BlobsImageBuild(Path blobs, Architecture architecture, ImageLabels labels) {
    this.blobs = blobs;
    this.architecture = architecture;
    this.labels = labels;
  }

  /**
   * Builds an image and writes it and its provenance.
   *
   * @throws ForeignSourceException if a blob is missing, or AWS's init cannot start the process
   * @throws dev.cosigner.eif.ramdisk.RamdiskException if the tree cannot be held, or changes while
   *     it is read
   * @throws java.nio.file.FileSystemException if a file cannot be read or written
   */
  public BuiltImage build(ForeignSource source, Path image) throws IOException {
    requireHonoured(source.process());
    requireModules();
    List<Input> blobInputs = new ArrayList<>();
    byte[] first = firstRamdisk(blobInputs);
    byte[] commandLineFile = read("cmdline", MAX_COMMAND_LINE, blobInputs);
    String commandLine =
        RawImageBuild.requirePlain(new String(commandLineFile, StandardCharsets.UTF_8).strip());
    Path kernel = blobs.resolve(architecture == Architecture.AARCH64 ? "Image" : "bzImage");
    if (!Files.isRegularFile(kernel)) {
      throw missing(kernel.getFileName().toString());
    }
    String version = RawImageBuild.kernelVersion(kernel);
    SectionSource.Digested kernelSection = SectionSource.digested(SectionType.KERNEL, kernel);
    FileTree tree = source.tree().withDirectories(MOUNT_POINTS);
    CpioWriter before = new CpioWriter();
    List<Input> sourceInputs = new ArrayList<>();
    addLines(before, "cmd", source.process().arguments(), sourceInputs);
    addLines(before, "env", source.process().environment(), sourceInputs);
    try (ScratchFile second = ScratchFile.beside(image)) {
      sourceInputs.add(TreeInputs.tree(new TreeArchive(before, tree), second, false));
      sourceInputs.addAll(TreeInputs.of(source));
      return new ImageAssembly(
              architecture,
              labels,
              version,
              kernelSection,
              commandLine,
              List.of(
                  SectionSource.of(SectionType.RAMDISK, first),
                  SectionSource.of(SectionType.RAMDISK, second.path())),
              null,
              "blobs")
          .write(
              image,
              () -> {
                List<Input> inputs = new ArrayList<>();
                inputs.add(RawImageBuild.file("kernel", version, kernel, kernelSection));
                inputs.addAll(blobInputs);
                inputs.addAll(sourceInputs);
                return inputs;
              });
    }
  }

  private static void requireHonoured(ProcessConfiguration process) throws ForeignSourceException {
    if (process.userId() != 0 || process.groupId() != 0) {
      throw new ForeignSourceException(
          Reason.USER,
          "a process of root, 0:0, which is all that AWS's init starts",
          "%d:%d".formatted(process.userId(), process.groupId()));
    }
    if (!process.workingDirectory().equals("/")) {
      throw new ForeignSourceException(
          Reason.WORKING_DIRECTORY,
          "the working directory /, which is where AWS's init starts processes",
          EntryName.printable(process.workingDirectory()));
    }
  }

  /** Newer kernels of AWS's take more modules, in an order that their own tools work out. */
  private void requireModules() throws IOException {
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(blobs, "*.ko")) {
      for (Path module : modules) {
        if (!module.getFileName().toString().equals(MODULE)) {
          throw new ForeignSourceException(
              Reason.BLOBS,
              "no kernel module but nsm.ko in " + blobs,
              EntryName.printable(module.getFileName().toString()));
        }
      }
    }
  }

  private byte[] firstRamdisk(List<Input> inputs) throws IOException {
    CpioWriter tree = new CpioWriter().directory("dev");
    tree.file("init", read("init", MAX_FILE, inputs), true);
    if (Files.exists(blobs.resolve(MODULE))) {
      tree.file(MODULE, read(MODULE, MAX_FILE, inputs), true);
    }
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    tree.writeTo(archive);
    return archive.toByteArray();
  }

  private byte[] read(String name, int most, List<Input> inputs) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(blobs.resolve(name))) {
      content = in.readNBytes(most + 1);
    } catch (NoSuchFileException e) {
      throw missing(name);
    }
    if (content.length > most) {
      throw new ForeignSourceException(
          Reason.BLOBS, "at most %d bytes in %s".formatted(most, blobs.resolve(name)), "more");
    }
    inputs.add(Input.of(name, "unversioned", RawImageBuild.source(blobs.resolve(name)), content));
    return content;
  }

  private ForeignSourceException missing(String name) {
    return new ForeignSourceException(
        Reason.BLOBS, "the file %s in %s".formatted(name, blobs), "none");
  }

  private static void addLines(CpioWriter tree, String name, List<String> lines, List<Input> inputs)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (line.indexOf('\n') >= 0) {
        throw new ForeignSourceException(
            Reason.LINE,
            "arguments and variables of one line, as AWS's init reads them",
            "a line feed in one");
      }
      text.append(line).append('\n');
    }
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    tree.file(name, content, false);
    inputs.add(Input.of(name, BuildProperties.VERSION, "build-eif", content));
  }
}
