package dev.cosigner.eif.ramdisk;

/**
 * How much a ramdisk may hold before it is refused.
 *
 * @param maxBytes of the unpacked archive, headers and names included
 * @param maxEntries files, directories and links
 */
public record RamdiskLimits(long maxBytes, int maxEntries) {
  /** For images that are unpacked into a directory: 1 GiB, 20000 entries. */
  public static final RamdiskLimits UNPACKING = new RamdiskLimits(1L << 30, 20_000);
}
