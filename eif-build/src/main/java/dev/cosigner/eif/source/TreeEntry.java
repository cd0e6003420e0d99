package dev.cosigner.eif.source;

/** One name in a file tree. */
public sealed interface TreeEntry {
  /** The path from the root, without a leading slash, such as {@code etc/passwd}. */
  String path();

  /** A directory. */
  record Directory(String path, Attributes attributes) implements TreeEntry {}

  /** A file. */
  record RegularFile(String path, Attributes attributes, FileContent content)
      implements TreeEntry {}

  /**
   * Another name of a regular file.
   *
   * @param target the path of that {@link RegularFile}
   */
  record HardLink(String path, String target) implements TreeEntry {}

  /**
   * A symbolic link.
   *
   * @param attributes the mode means nothing and is always written as 0777
   * @param target as it is written: absolute from the tree's root, or relative to the link's own
   *     directory
   */
  record SymbolicLink(String path, Attributes attributes, String target) implements TreeEntry {}

  /**
   * A device's node.
   *
   * @param block whether it is a block device; otherwise it is a character device
   * @param major 0 to 4095, as Linux has them
   * @param minor 0 to 1048575
   */
  record Device(String path, Attributes attributes, boolean block, int major, int minor)
      implements TreeEntry {
    private static final int MAX_MAJOR = (1 << 12) - 1;
    private static final int MAX_MINOR = (1 << 20) - 1;

    public Device {
      if (major < 0 || major > MAX_MAJOR || minor < 0 || minor > MAX_MINOR) {
        throw new IllegalArgumentException(
            "expected a device of 0:0 to 4095:1048575, found %d:%d"
                .formatted(Integer.toUnsignedLong(major), Integer.toUnsignedLong(minor)));
      }
    }
  }

  /** A named pipe. */
  record Pipe(String path, Attributes attributes) implements TreeEntry {}
}
