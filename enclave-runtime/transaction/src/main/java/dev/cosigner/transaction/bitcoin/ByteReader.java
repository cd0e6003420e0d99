package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;

/**
 * Reads Bitcoin's encodings from the front: little-endian integers and compact sizes (Bitcoin
 * developer reference, "CompactSize unsigned integers"). Nothing is allocated before it is known to
 * be there.
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

  /** The next byte, which stays the next. */
  int peek(String what) throws TransactionException {
    require(what, 1);
    return bytes[position] & 0xff;
  }

  /** Unsigned 32 bits, little-endian. */
  long u32(String what) throws TransactionException {
    return littleEndian(what, 4);
  }

  /** 64 bits, little-endian. */
  long i64(String what) throws TransactionException {
    return littleEndian(what, 8);
  }

  byte[] bytes(String what, int length) throws TransactionException {
    require(what, length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  ByteString string(String what, int length) throws TransactionException {
    return ByteString.copyOf(bytes(what, length));
  }

  /** Bytes after their length. */
  byte[] sized(String what) throws TransactionException {
    return bytes(what, length(what));
  }

  /**
   * A compact size that counts things of at least {@code least} bytes each, which follow: never
   * more of them than there is room for.
   */
  int count(String what, int least) throws TransactionException {
    int start = offset();
    long count = compactSize("number of " + what);
    if (count < 0 || count > remaining() / least) {
      throw new TransactionException(
          Reason.TRUNCATED,
          what,
          Long.toUnsignedString(count) + ", of at least " + least + " bytes each",
          remaining() + " bytes",
          start);
    }
    return (int) count;
  }

  /** 64 bits in as few bytes as they take: one, three, five or nine. */
  long compactSize(String what) throws TransactionException {
    int start = offset();
    int first = u8(what);
    if (first < 0xfd) {
      return first;
    }
    int length = first == 0xfd ? 2 : first == 0xfe ? 4 : 8;
    long value = littleEndian(what, length);
    long least = length == 2 ? 0xfd : length == 4 ? 0x1_0000L : 0x1_0000_0000L;
    if (Long.compareUnsigned(value, least) < 0) {
      throw new TransactionException(
          Reason.NON_MINIMAL_LENGTH,
          what,
          "a number in as few bytes as it takes",
          value + " in " + (1 + length) + " bytes",
          start);
    }
    return value;
  }

  /** Refuses bytes that are left. */
  void end(String what) throws TransactionException {
    if (remaining() > 0) {
      throw new TransactionException(
          Reason.TRAILING_BYTES, what, "its end", remaining() + " more bytes", offset());
    }
  }

  private int length(String what) throws TransactionException {
    int start = offset();
    long length = compactSize(what);
    if (length < 0 || length > remaining()) {
      throw new TransactionException(
          Reason.TRUNCATED,
          what,
          Long.toUnsignedString(length) + " bytes",
          remaining() + " bytes",
          start);
    }
    return (int) length;
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
