package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import java.io.ByteArrayOutputStream;

/** Writes Bitcoin's encodings: little-endian integers and compact sizes. */
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  ByteWriter u8(int value) {
    out.write(value);
    return this;
  }

  ByteWriter u32(long value) {
    return littleEndian(value, 4);
  }

  ByteWriter i64(long value) {
    return littleEndian(value, 8);
  }

  ByteWriter bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  ByteWriter bytes(ByteString bytes) {
    return bytes(bytes.toByteArray());
  }

  /** The length, then the bytes. */
  ByteWriter sized(byte[] bytes) {
    return compactSize(bytes.length).bytes(bytes);
  }

  /** The length, then the bytes. */
  ByteWriter sized(ByteString bytes) {
    return sized(bytes.toByteArray());
  }

  ByteWriter compactSize(long value) {
    if (value >= 0 && value < 0xfd) {
      return u8((int) value);
    }
    if (value >= 0 && value <= 0xffff) {
      return u8(0xfd).littleEndian(value, 2);
    }
    return value >= 0 && value <= 0xffff_ffffL
        ? u8(0xfe).littleEndian(value, 4)
        : u8(0xff).littleEndian(value, 8);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  ByteString toByteString() {
    return ByteString.copyOf(out.toByteArray());
  }

  private ByteWriter littleEndian(long value, int length) {
    for (int i = 0; i < length; i++) {
      out.write((int) (value >>> (8 * i)));
    }
    return this;
  }
}
