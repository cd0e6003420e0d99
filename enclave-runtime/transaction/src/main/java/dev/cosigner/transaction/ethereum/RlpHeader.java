package dev.cosigner.transaction.ethereum;

import java.io.ByteArrayOutputStream;

/** The first bytes of an item: kind and length. */
final class RlpHeader {
  /** The first byte of the empty string. */
  static final int STRING = 0x80;

  /** The first byte of the empty list. */
  static final int LIST = 0xc0;

  /** Most bytes whose length fits the first byte. */
  static final int MAX_SHORT = 55;

  private RlpHeader() {}

  static void write(ByteArrayOutputStream out, int kind, int length) {
    if (length <= MAX_SHORT) {
      out.write(kind + length);
      return;
    }
    int lengthBytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
    out.write(kind + MAX_SHORT + lengthBytes);
    for (int i = lengthBytes - 1; i >= 0; i--) {
      out.write(length >>> (8 * i));
    }
  }
}
