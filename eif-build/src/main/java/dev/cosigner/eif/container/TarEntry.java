package dev.cosigner.eif.container;

/**
 * An entry of a tar archive, as far as a root file system keeps it. Times and the names of owners
 * are not kept.
 *
 * @param path from the root, without a slash at either end; empty for the root itself
 * @param mode the twelve permission bits
 * @param size bytes of content; 0 for all but files
 * @param offset of the content, from the start of the archive
 * @param target of a symbolic or hard link; otherwise empty
 * @param major number of a device; otherwise 0
 * @param minor number of a device; otherwise 0
 */
record TarEntry(
    String path,
    Type type,
    int mode,
    int uid,
    int gid,
    long size,
    long offset,
    String target,
    int major,
    int minor) {

  /** What an entry is. */
  enum Type {
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    DIRECTORY,
    PIPE
  }

  /** The last component of the path. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
