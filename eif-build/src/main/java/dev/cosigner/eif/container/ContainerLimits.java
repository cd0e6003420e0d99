package dev.cosigner.eif.container;

/**
 * How much an image may hold before it is refused.
 *
 * @param maxBytes of its layers unpacked, and of the files that they make
 * @param maxEntries in all of its layers, and in the tree that they make
 * @param maxNameBytes of all names in that tree and the targets of its links
 * @param maxRatio unpacked bytes for each packed byte of a layer, beyond the first {@link
 *     #RATIO_FREE}
 */
record ContainerLimits(long maxBytes, int maxEntries, int maxNameBytes, int maxRatio) {
  /** Bytes that a layer may unpack to whatever its ratio: blocks of zeros are small and common. */
  static final long RATIO_FREE = 64L << 20;

  /** Bytes of a path from the root, so that it fits behind {@code rootfs/} into a ramdisk. */
  static final int MAX_PATH = 1000;

  /** Directories above a file. */
  static final int MAX_DEPTH = 128;

  /** Bytes of a symbolic link's target: Linux's PATH_MAX without its zero. */
  static final int MAX_TARGET = 4095;

  /** As many as Docker's storage drivers stack. */
  static final int MAX_LAYERS = 127;

  private static final int MOST_ENTRIES = 500_000;
  private static final int MOST_NAME_BYTES = 64 << 20;

  /** For this JVM's heap: 16 GiB unpacked, and one entry for each KiB of heap, up to 500000. */
  static final ContainerLimits DEFAULT = forHeap(Runtime.getRuntime().maxMemory());

  /**
   * What fits into a heap.
   *
   * @param bytes of heap, such as 64 MiB for 65536 entries
   */
  static ContainerLimits forHeap(long bytes) {
    return new ContainerLimits(
        16L << 30,
        (int) Math.min(MOST_ENTRIES, bytes / 1024),
        (int) Math.min(MOST_NAME_BYTES, bytes / 16),
        200);
  }
}
