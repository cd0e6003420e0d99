package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory into which ramdisks are unpacked, and what is in it so far. Nothing is ever written
 * through a symbolic link, and no link leads out of the directory.
 */
final class UnpackedTree {
  // Read-only, so that what was measured is not changed by accident; the directories can be
  // removed.
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--------");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("r-x------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private enum Kind {
    DIRECTORY,
    OTHER
  }

  private final Path root;
  private final RamdiskLimits limits;
  private final Map<String, Kind> kinds = new HashMap<>();
  private long bytes;

  UnpackedTree(Path root, RamdiskLimits limits) {
    this.root = root;
    this.limits = limits;
    kinds.put("", Kind.DIRECTORY);
  }

  /** Unpacks one archive over those before it. */
  void unpack(CpioReader archive) throws IOException {
    for (Optional<CpioEntry> next = archive.next(); next.isPresent(); next = archive.next()) {
      CpioEntry entry = next.get();
      requireParent(entry.name());
      requireRoom(entry);
      Path path = root.resolve(entry.name());
      switch (entry) {
        case CpioEntry.Directory _ -> directory(entry.name(), path);
        case CpioEntry.RegularFile file -> {
          replace(entry.name(), path);
          write(archive.content(), path, file.executable() ? EXECUTABLE : FILE);
        }
        case CpioEntry.SymbolicLink(String name, String target) -> {
          requireInside(name, target);
          replace(name, path);
          Files.createSymbolicLink(path, path.getFileSystem().getPath(target));
        }
      }
    }
  }

  private void directory(String name, Path path) throws IOException {
    Kind before = kinds.put(name, Kind.DIRECTORY);
    if (before == null) {
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, DIRECTORY);
    } else if (before != Kind.DIRECTORY) {
      throw replaced(name);
    }
  }

  /** Makes room for a file or link: what an earlier ramdisk put there goes. */
  private void replace(String name, Path path) throws IOException {
    Kind before = kinds.put(name, Kind.OTHER);
    if (before == Kind.DIRECTORY) {
      throw replaced(name);
    }
    if (before != null) {
      Files.delete(path);
    }
  }

  private static void write(InputStream content, Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(out);
    }
    Files.setPosixFilePermissions(path, permissions);
  }

  private void requireParent(String name) throws RamdiskException {
    String parent = EntryName.parent(name);
    Kind kind = kinds.get(parent);
    if (kind != Kind.DIRECTORY) {
      throw new RamdiskException(
          Reason.PARENT,
          "'%s': expected '%s' to be a directory, found %s"
              .formatted(name, parent, kind == null ? "nothing" : "a file or a link"));
    }
  }

  /** The limits hold for one archive already; here for all together. */
  private void requireRoom(CpioEntry entry) throws RamdiskException {
    if (kinds.size() > limits.maxEntries()) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES,
          "expected at most %d entries in all ramdisks, found more".formatted(limits.maxEntries()));
    }
    if (entry instanceof CpioEntry.RegularFile file) {
      bytes += file.size();
      if (bytes > limits.maxBytes()) {
        throw new RamdiskException(
            Reason.TOO_LARGE,
            "expected at most %d bytes in all ramdisks, found more".formatted(limits.maxBytes()));
      }
    }
  }

  /**
   * A link may climb as far as it lies deep, at the start of its target only: behind another link,
   * {@code ..} would climb from wherever that leads. Absolute targets would leave the directory.
   */
  private static void requireInside(String name, String target) throws RamdiskException {
    int depth = (int) name.chars().filter(character -> character == '/').count();
    String rest = target;
    while (rest.equals("..") || rest.startsWith("../")) {
      depth--;
      rest = rest.substring(Math.min(rest.length(), 3));
    }
    boolean plain = rest.isEmpty() ? !target.isEmpty() : isPlain(rest);
    if (depth < 0 || !plain) {
      throw new RamdiskException(
          Reason.LINK_TARGET,
          "'%s': expected a link to a place inside the tree, found '%s'".formatted(name, target));
    }
  }

  private static boolean isPlain(String path) {
    for (String component : path.split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static RamdiskException replaced(String name) {
    return new RamdiskException(
        Reason.REPLACED_TYPE,
        "'%s': expected a directory to stay a directory and a file a file".formatted(name));
  }
}
