package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;

/**
 * Reads Solana's encodings from the front: little-endian integers and compact-u16 lengths ("short
 * vec"). Nothing is allocated before it is known to be there.
 */
final class ByteReader {
  private final byte[] bytes;
  private final int base;
  private int position;

  /**
   * A reader at the start.
   *
   * @param base what offsets in refusals count from
   */
  ByteReader(byte[] bytes, int base) {
    this.bytes = bytes;
    this.base = base;
  }

  /** Offset of the next byte in the whole input. */
  int offset() {
    return base + position;
  }

  int remaining() {
    return bytes.length - position;
  }

  int u8(String what) throws TransactionException {
    require(what, 1);
    return bytes[position++] & 0xff;
  }

  /** Unsigned 32 bits, little-endian. */
  long u32(String what) throws TransactionException {
    return littleEndian(what, 4);
  }

  /** Unsigned 64 bits, little-endian, as the bits of a {@code long}. */
  long u64(String what) throws TransactionException {
    return littleEndian(what, 8);
  }

  byte[] bytes(String what, int length) throws TransactionException {
    require(what, length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  SolanaAddress address(String what) throws TransactionException {
    return SolanaAddress.of(bytes(what, SolanaAddress.BYTES));
  }

  /** A length of 0 to 65535: seven bits a byte, lowest first, in as few bytes as it takes. */
  int compactU16(String what) throws TransactionException {
    int start = offset();
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int next = u8(what);
      value |= (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        if (value > 0xffff || (i > 0 && next == 0)) {
          break;
        }
        return value;
      }
    }
    throw new TransactionException(
        Reason.NON_MINIMAL_LENGTH,
        what,
        "a length of 0 to 65535 in as few bytes as it takes",
        value > 0xffff ? "a longer one" : "one in more bytes",
        start);
  }

  /** Refuses bytes that are left. */
  void end(String what) throws TransactionException {
    if (remaining() > 0) {
      throw new TransactionException(
          Reason.TRAILING_BYTES, what, "its end", remaining() + " more bytes", offset());
    }
  }

  private long littleEndian(String what, int length) throws TransactionException {
    require(what, length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[position + i] & 0xff);
    }
    position += length;
    return value;
  }

  private void require(String what, int length) throws TransactionException {
    if (remaining() < length) {
      throw new TransactionException(
          Reason.TRUNCATED, what, length + " bytes", remaining() + " bytes", offset());
    }
  }
}
