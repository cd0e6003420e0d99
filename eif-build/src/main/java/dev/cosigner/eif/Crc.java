package dev.cosigner.eif;

import java.util.zip.CRC32;

/**
 * The checksum of an image: zlib's CRC-32 over the header up to the checksum itself, then every
 * section's header and data in file order. It finds accidents, not attacks.
 */
final class Crc {
  private final CRC32 crc = new CRC32();

  /** Starts with the header; its own CRC field is left out. */
  Crc(byte[] header) {
    crc.update(header, 0, EifHeader.CRC_OFFSET);
  }

  void update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
  }

  int value() {
    return (int) crc.getValue();
  }
}
