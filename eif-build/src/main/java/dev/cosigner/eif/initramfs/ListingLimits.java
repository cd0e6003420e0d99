package dev.cosigner.eif.initramfs;

/**
 * How much the ramdisks of an image may hold before reading on is refused.
 *
 * @param maxBytes of all its archives, unpacked
 * @param maxEntries files, directories, links and devices
 * @param maxNameBytes characters of all names and link targets together
 */
public record ListingLimits(long maxBytes, int maxEntries, int maxNameBytes) {
  private static final int MOST_ENTRIES = 500_000;
  private static final int MOST_NAME_BYTES = 64 << 20;

  /** For this JVM's heap: 16 GiB unpacked, and one entry for each 4 KiB of heap, up to 500000. */
  public static final ListingLimits DEFAULT = forHeap(Runtime.getRuntime().maxMemory());

  ListingLimits without(long bytes, int entries, int nameBytes) {
    return new ListingLimits(
        Math.max(0, maxBytes - bytes),
        Math.max(0, maxEntries - entries),
        Math.max(0, maxNameBytes - nameBytes));
  }

  /**
   * What fits into a heap with all that is said of it.
   *
   * @param bytes of heap, such as 64 MiB for 16384 entries
   */
  static ListingLimits forHeap(long bytes) {
    return new ListingLimits(
        16L << 30,
        (int) Math.min(MOST_ENTRIES, bytes / 4096),
        (int) Math.min(MOST_NAME_BYTES, bytes / 16));
  }
}
