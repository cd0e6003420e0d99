package dev.cosigner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What cosigner remembers on this machine for one operator: images, enclaves, wallets, transcripts.
 * Folders are for the operator alone (0700), and so are files (0600); a file is replaced as a whole
 * or not at all, also when the machine stops in between.
 */
public final class StateDirectory {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OPEN_TO_OTHERS =
      PosixFilePermissions.fromString("----w--w-");

  private final Path root;

  private StateDirectory(Path root) {
    this.root = root;
  }

  /**
   * Finds the directory, and makes it if it is not there.
   *
   * @param flag the folder given on the command line
   * @param environment COSIGNER_HOME, then XDG_STATE_HOME, then HOME are looked at
   * @throws CosignerException {@code state-directory-unknown} if none of them is set, {@code
   *     state-directory-open} if other users may write there, {@code state-directory-unusable} if
   *     it cannot be made
   */
  static StateDirectory locate(Optional<Path> flag, Map<String, String> environment)
      throws CosignerException {
    Path root = flag.or(() -> fromEnvironment(environment)).orElseThrow(StateDirectory::unknown);
    try {
      makeDirectory(root.toAbsolutePath());
      if (POSIX
          && Files.getPosixFilePermissions(root).stream().anyMatch(OPEN_TO_OTHERS::contains)) {
        throw CosignerException.of(
                "state-directory-open",
                ExitCode.REFUSED,
                "other users can write to the state directory " + root)
            .expected("permissions rwx------")
            .found(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
            .hint("see what is in it, then chmod 700 " + root)
            .build();
      }
    } catch (IOException e) {
      throw CosignerException.of(
              "state-directory-unusable",
              ExitCode.ENVIRONMENT,
              "the state directory " + root + " cannot be used")
          .expected("a folder that belongs to you, or a place to make one")
          .found(String.valueOf(e.getMessage()))
          .hint("give another one by --home or COSIGNER_HOME")
          .cause(e)
          .build();
    }
    return new StateDirectory(root.toAbsolutePath());
  }

  /**
   * Finds the directory where there is one already; nothing is made.
   *
   * @throws CosignerException as {@link #locate}, but for a place that is unknown
   */
  static Optional<StateDirectory> existing(Optional<Path> flag, Map<String, String> environment)
      throws CosignerException {
    Optional<Path> root = flag.or(() -> fromEnvironment(environment)).filter(Files::isDirectory);
    return root.isEmpty() ? Optional.empty() : Optional.of(locate(root, environment));
  }

  private static Optional<Path> fromEnvironment(Map<String, String> environment) {
    Optional<String> own = variable(environment, "COSIGNER_HOME");
    if (own.isPresent()) {
      return own.map(Path::of);
    }
    // The XDG base directory specification tells programs to ignore relative paths.
    Optional<Path> state =
        variable(environment, "XDG_STATE_HOME").map(Path::of).filter(Path::isAbsolute);
    return state
        .or(() -> variable(environment, "HOME").map(home -> Path.of(home, ".local", "state")))
        .map(folder -> folder.resolve("cosigner"));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static CosignerException unknown() {
    return CosignerException.of(
            "state-directory-unknown", ExitCode.ENVIRONMENT, "no place to keep state is known")
        .expected("--home, COSIGNER_HOME, XDG_STATE_HOME or HOME")
        .found("none of them set")
        .build();
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /**
   * A folder below it, made with its parents if it is not there.
   *
   * @param names one path element each: no separators, not {@code .} or {@code ..}
   * @throws IOException if it cannot be made
   */
  public Path directory(String... names) throws IOException {
    Path directory = path(names);
    makeDirectory(directory);
    return directory;
  }

  /**
   * The path of a file or folder below it, which may be there or not.
   *
   * @param names one path element each: no separators, not {@code .} or {@code ..}
   * @throws IllegalArgumentException for a name that would lead elsewhere
   */
  public Path path(String... names) {
    Path path = root;
    for (String name : names) {
      Path element = Path.of(name);
      if (name.isEmpty()
          || name.equals(".")
          || name.equals("..")
          || element.isAbsolute()
          || element.getNameCount() != 1) {
        throw new IllegalArgumentException("expected a plain name, found " + name);
      }
      path = path.resolve(element);
    }
    return path;
  }

  /**
   * Writes a file as a whole: into a new file beside it, flushed to the disk, then renamed.
   *
   * @param content everything the file shall hold
   * @param names as for {@link #path}; the folder is made if it is not there
   * @throws IOException if it cannot be written; an earlier file is then as it was
   */
  public void write(byte[] content, String... names) throws IOException {
    Path target = path(names);
    makeDirectory(target.getParent());
    Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(
              beside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              permissions("rw-------"))) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
    if (POSIX) {
      // The rename is durable only once the folder is.
      try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param maxBytes a longer file is refused
   * @param names as for {@link #path}
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if it is longer or cannot be read
   */
  public byte[] read(int maxBytes, String... names) throws IOException {
    Path path = path(names);
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(maxBytes);
      if (in.read() != -1) {
        throw new IOException(path + ": expected at most " + maxBytes + " bytes");
      }
      return content;
    }
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, permissions("rwx------"));
    }
  }

  private static FileAttribute<?>[] permissions(String text) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
