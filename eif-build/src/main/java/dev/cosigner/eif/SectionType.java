package dev.cosigner.eif;

import java.util.Locale;
import java.util.Optional;

/** What a section of an image holds; the 16-bit codes are those of AWS's image format. */
public enum SectionType {
  /** The kernel: a bzImage on x86_64. */
  KERNEL(1, 1, Long.MAX_VALUE),
  /**
   * The kernel's command line, ASCII without a terminator; 2048 bytes is the kernel's own limit.
   */
  COMMAND_LINE(2, 0, 2048),
  /** An archive that the kernel unpacks into its root file system. */
  RAMDISK(3, 1, Long.MAX_VALUE),
  /** Signatures over PCR0: CBOR, at most 32768 bytes. */
  SIGNATURE(4, 1, 32768),
  /** What the image is called and what built it: JSON. Nothing measures it. */
  METADATA(5, 2, 1 << 20);

  private final int code;
  private final long minSize;
  private final long maxSize;

  SectionType(int code, long minSize, long maxSize) {
    this.code = code;
    this.minSize = minSize;
    this.maxSize = maxSize;
  }

  /** The code in a section header. */
  public int code() {
    return code;
  }

  /** The fewest bytes that a section of this type holds. */
  long minSize() {
    return minSize;
  }

  /** The most bytes that a section of this type may hold. */
  long maxSize() {
    return maxSize;
  }

  static Optional<SectionType> of(int code) {
    for (SectionType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name in messages, such as {@code command line}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
