package dev.cosigner.eif.initramfs;

/**
 * How much a ramdisk may hold before reading it is refused.
 *
 * @param maxBytes of all its archives, unpacked
 * @param maxEntries files, directories, links and devices
 * @param maxNameBytes of all names and link targets together
 */
public record ListingLimits(long maxBytes, int maxEntries, int maxNameBytes) {
  /** For a heap of 64 MB: 16 GiB, 60000 entries, 8 MiB of names. */
  public static final ListingLimits DEFAULT = new ListingLimits(16L << 30, 60_000, 8 << 20);
}
