package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of one launched enclave: sockets, console and what its processes wrote about
 * themselves are in {@code run/}; a process enclave has it as its working directory.
 *
 * @param path {@code BASE/cosigner-UID/ID}, for its owner alone
 */
public record RunDirectory(Path path) {
  /** Bytes of a Unix-domain socket's path: sun_path of unix(7) has 108 with its closing zero. */
  private static final int MAX_SOCKET_PATH = 107;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> FOR_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  private static final String PROCESS_SUFFIX = ".process";
  private static final String LOG_SUFFIX = ".log";

  /**
   * Returns where the directory of an enclave is, there or not.
   *
   * @param base a directory for sockets, such as {@code XDG_RUNTIME_DIR} or {@code /tmp}
   * @param id the enclave's id, a plain name
   * @throws IOException if this user cannot be told
   */
  public static RunDirectory of(Path base, String id) throws IOException {
    return new RunDirectory(base.toAbsolutePath().resolve("cosigner-" + uid()).resolve(id));
  }

  private static int uid() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** The folder with the sockets, {@code RUN}. */
  public Path run() {
    return path.resolve("run");
  }

  /** The socket that leads to the enclave's vsock ports. */
  public Path vsock() {
    return run().resolve("vsock");
  }

  /** The console's output. */
  public Path console() {
    return run().resolve("console.log");
  }

  /** The socket of a port of the parent. */
  Path listener(int port) {
    return run().resolve("vsock_" + port);
  }

  /** Between QEMU and its vsock device. */
  Path deviceSocket() {
    return run().resolve("vhost.socket");
  }

  /** What a program of the enclave wrote, by what it is for the enclave. */
  public Path log(String role) {
    return run().resolve(role + LOG_SUFFIX);
  }

  Path processFile(String role) {
    return run().resolve(role + PROCESS_SUFFIX);
  }

  /**
   * Makes the directory.
   *
   * @throws LaunchException if a socket's path would be too long, or another user could reach in
   */
  public void create() throws LaunchException {
    requireShortPaths();
    Path parent = path.getParent();
    try {
      // Others may have been here first, where the base is open to all, as /tmp is.
      if (!Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(parent.getParent());
        Files.createDirectory(parent, FOR_OWNER_ONLY);
      }
      requireOwn(parent);
      Files.createDirectory(path, FOR_OWNER_ONLY);
      Files.createDirectory(run(), FOR_OWNER_ONLY);
    } catch (IOException e) {
      throw new LaunchException(
          Reason.DIRECTORY_UNUSABLE,
          "the directory for the enclave's sockets cannot be made",
          "to make " + path,
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "set XDG_RUNTIME_DIR to a directory of yours");
    }
  }

  private static void requireOwn(Path parent) throws IOException, LaunchException {
    Object owner = Files.getAttribute(parent, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(parent, LinkOption.NOFOLLOW_LINKS);
    if (!directory || !owner.equals(uid()) || !permissions.equals(OWNER_ONLY)) {
      throw new LaunchException(
          Reason.DIRECTORY_UNUSABLE,
          "the directory for sockets is not yours alone",
          parent + " to be a directory of user " + uid() + " with rwx------",
          "%s of user %s with %s"
              .formatted(
                  directory ? "a directory" : "no directory",
                  owner,
                  PosixFilePermissions.toString(permissions)),
          "see who made it and remove it, or set XDG_RUNTIME_DIR to a directory of yours");
    }
  }

  private void requireShortPaths() throws LaunchException {
    Path longest = deviceSocket();
    int length = longest.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_SOCKET_PATH) {
      throw new LaunchException(
          Reason.PATH_TOO_LONG,
          "the path of the enclave's sockets is too long",
          "at most " + MAX_SOCKET_PATH + " bytes",
          length + " bytes: " + longest,
          "set XDG_RUNTIME_DIR to a directory with a shorter path");
    }
  }

  /** Everything that was written about the enclave, by name; none if there is no directory. */
  public List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(run())) {
      return files.filter(file -> file.toString().endsWith(LOG_SUFFIX)).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Takes a process that another program started for one of this enclave's, in the place of the
   * program that started it.
   *
   * @param role what it is for the enclave
   * @param pid its process id
   * @param starter the role of the program that started it
   * @return which process it is; empty if there is no such process
   */
  public Optional<ProcessIdentity> adopt(String role, long pid, String starter) throws IOException {
    Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
    if (identity.isPresent()) {
      Files.writeString(processFile(role), ProcessIdentity.describe(pid));
      Files.deleteIfExists(processFile(starter));
    }
    return identity;
  }

  /** The processes that wrote about themselves here. */
  public List<ProcessIdentity> processes() throws IOException {
    List<ProcessIdentity> found = new ArrayList<>();
    for (Path file : processFiles()) {
      ProcessIdentity.parse(Files.readString(file)).ifPresent(found::add);
    }
    return found;
  }

  /** The same, after those that were about to write have done so: for up to a second. */
  List<ProcessIdentity> settledProcesses() throws IOException, InterruptedException {
    List<ProcessIdentity> found = processes();
    for (int i = 0; i < 100 && found.size() < processFiles().size(); i++) {
      Thread.sleep(10);
      found = processes();
    }
    return found;
  }

  private List<Path> processFiles() throws IOException {
    try (Stream<Path> files = Files.list(run())) {
      return files.filter(file -> file.toString().endsWith(PROCESS_SUFFIX)).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * Moves the directory aside, so that a process that is just about to write itself down there
   * fails and ends instead.
   *
   * @return where it is now; empty if there was none
   */
  Optional<RunDirectory> retire() throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".ended");
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException e) {
      // Somebody else ends the same enclave at this moment.
    }
    return Files.exists(aside) ? Optional.of(new RunDirectory(aside)) : Optional.empty();
  }

  /** Removes the directory and everything in it; links are removed, not followed. */
  void delete() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
