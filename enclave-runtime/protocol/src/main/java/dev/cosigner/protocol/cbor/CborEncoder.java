package dev.cosigner.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes values in the core deterministic form of RFC 8949, section 4.2.1, but keeps map order. */
final class CborEncoder {
  private static final int ONE_BYTE = 24;
  private static final int TWO_BYTES = 25;
  private static final int FOUR_BYTES = 26;
  private static final int EIGHT_BYTES = 27;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CborEncoder() {}

  static byte[] encode(CborValue value) {
    CborEncoder encoder = new CborEncoder();
    encoder.write(value);
    return encoder.out.toByteArray();
  }

  private void write(CborValue value) {
    switch (value) {
      case CborInteger(long i) when i >= 0 -> head(MajorType.UNSIGNED, i);
      case CborInteger(long i) -> head(MajorType.NEGATIVE, -1 - i);
      case CborBytes bytes -> string(MajorType.BYTES, bytes.shared());
      case CborText(String text) -> string(MajorType.TEXT, text.getBytes(StandardCharsets.UTF_8));
      case CborArray array -> {
        head(MajorType.ARRAY, array.items().size());
        array.items().forEach(this::write);
      }
      case CborMap map -> {
        head(MajorType.MAP, map.size());
        map.entries().forEach(this::write);
      }
      case CborTag(long tag, CborValue tagged) -> {
        head(MajorType.TAG, tag);
        write(tagged);
      }
      case CborBoolean bool -> head(MajorType.SIMPLE, bool == CborBoolean.TRUE ? 21 : 20);
      case CborNull none -> head(MajorType.SIMPLE, 22);
    }
  }

  private void write(CborMap.Entry entry) {
    write(entry.key());
    write(entry.value());
  }

  private void string(int majorType, byte[] bytes) {
    head(majorType, bytes.length);
    out.writeBytes(bytes);
  }

  /** Writes the initial byte and the argument in the fewest bytes (RFC 8949, section 3). */
  private void head(int majorType, long argument) {
    int top = majorType << 5;
    if (argument < ONE_BYTE) {
      out.write(top | (int) argument);
    } else if (argument <= 0xff) {
      out.write(top | ONE_BYTE);
      bigEndian(argument, 1);
    } else if (argument <= 0xffff) {
      out.write(top | TWO_BYTES);
      bigEndian(argument, 2);
    } else if (argument <= 0xffffffffL) {
      out.write(top | FOUR_BYTES);
      bigEndian(argument, 4);
    } else {
      out.write(top | EIGHT_BYTES);
      bigEndian(argument, 8);
    }
  }

  private void bigEndian(long value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}
