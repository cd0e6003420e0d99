package dev.cosigner.eif;

/**
 * Where a section lies in an image file.
 *
 * @param type what it holds
 * @param offset of its 12-byte header from the start of the file
 * @param size of its data in bytes, without the header
 */
public record EifSection(SectionType type, long offset, long size) {
  /** Bytes of a section header: u16 type, u16 flags, u64 size. */
  public static final int HEADER_SIZE = 12;

  /** The offset behind the last byte of data. */
  public long end() {
    return offset + HEADER_SIZE + size;
  }
}
