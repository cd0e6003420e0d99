package dev.cosigner.protocol.cbor;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one value of the strict subset from untrusted bytes.
 *
 * <p>Refused are duplicate keys, keys that are neither integer nor text, trailing bytes, integers,
 * lengths and tags that are not minimal or do not fit into 63 bits, floating point, simple values
 * other than false, true and null, indefinite lengths and invalid UTF-8. Nothing is allocated for a
 * length before it is compared with the bytes that are left.
 */
public final class CborDecoder {
  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;

  private final byte[] bytes;
  private final CborLimits limits;
  private int position;
  private int items;

  private CborDecoder(byte[] bytes, CborLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Decodes the one value that {@code bytes} holds.
   *
   * @throws CborException if the bytes are not exactly one value of the subset within the limits
   */
  public static CborValue decode(byte[] bytes, CborLimits limits) throws CborException {
    if (bytes.length > limits.maxBytes()) {
      throw new CborException(
          Reason.TOO_LARGE,
          "expected at most %d bytes of CBOR, found %d".formatted(limits.maxBytes(), bytes.length));
    }
    CborDecoder decoder = new CborDecoder(bytes, limits);
    CborValue value = decoder.outermost();
    if (decoder.position != bytes.length) {
      int trailing = bytes.length - decoder.position;
      throw decoder.refuse(Reason.TRAILING_BYTES, "expected the end, found " + trailing + " bytes");
    }
    return value;
  }

  private CborValue outermost() throws CborException {
    int indefiniteMap = MajorType.MAP << 5 | INDEFINITE;
    if (limits.allowIndefiniteOuterMap()
        && bytes.length > 0
        && Byte.toUnsignedInt(bytes[0]) == indefiniteMap) {
      position = 1;
      countItem();
      return indefiniteMap();
    }
    return value(1);
  }

  private CborValue value(int depth) throws CborException {
    if (depth > limits.maxDepth()) {
      throw refuse(Reason.TOO_DEEP, "expected at most " + limits.maxDepth() + " levels");
    }
    countItem();
    int initial = nextByte();
    int majorType = initial >>> 5;
    int information = initial & 0x1f;
    if (majorType == MajorType.SIMPLE) {
      return simple(initial);
    }
    long argument = argument(information);
    return switch (majorType) {
      case MajorType.UNSIGNED -> new CborInteger(argument);
      case MajorType.NEGATIVE -> new CborInteger(-1 - argument);
      case MajorType.BYTES -> new CborBytes(string(argument));
      case MajorType.TEXT -> new CborText(text(argument));
      case MajorType.ARRAY -> array(argument, depth);
      case MajorType.MAP -> map(argument, depth);
      default -> new CborTag(argument, value(depth + 1));
    };
  }

  private void countItem() throws CborException {
    if (++items > limits.maxItems()) {
      throw refuse(Reason.TOO_MANY_ITEMS, "expected at most " + limits.maxItems() + " values");
    }
  }

  private CborValue simple(int initial) throws CborException {
    return switch (initial & 0x1f) {
      case 20 -> CborBoolean.FALSE;
      case 21 -> CborBoolean.TRUE;
      case 22 -> CborNull.NULL;
      case 25, 26, 27 -> throw refuse(Reason.FLOATING_POINT, "floating point is not allowed");
      case 28, 29, 30 -> throw refuse(Reason.RESERVED, "reserved initial byte " + initial);
      case INDEFINITE -> throw refuse(Reason.UNEXPECTED_BREAK, "a break outside a map");
      default ->
          throw refuse(
              Reason.SIMPLE_VALUE, "expected false, true or null, found initial byte " + initial);
    };
  }

  /** The argument of an initial byte: not negative, and in its shortest form. */
  private long argument(int information) throws CborException {
    if (information < 24) {
      return information;
    }
    if (information == INDEFINITE) {
      throw refuse(Reason.INDEFINITE_LENGTH, "expected a definite length");
    }
    if (information > 27) {
      throw refuse(Reason.RESERVED, "reserved additional information " + information);
    }
    int width = 1 << (information - 24);
    requireRemaining(width);
    long argument = 0;
    for (int i = 0; i < width; i++) {
      argument = argument << 8 | nextByte();
    }
    if (argument < 0) {
      throw refuse(Reason.INTEGER_OVERFLOW, "an integer needs more than 63 bits");
    }
    long smallest = width == 1 ? 24 : 1L << (4 * width);
    if (argument < smallest) {
      throw refuse(Reason.NON_MINIMAL, argument + " has a shorter encoding");
    }
    return argument;
  }

  private byte[] string(long length) throws CborException {
    requireRemaining(length);
    byte[] string = Arrays.copyOfRange(bytes, position, position + (int) length);
    position += (int) length;
    return string;
  }

  private String text(long length) throws CborException {
    requireRemaining(length);
    ByteBuffer utf8 = ByteBuffer.wrap(bytes, position, (int) length);
    position += (int) length;
    try {
      // A new decoder reports malformed input, where String's constructor replaces it.
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw refuse(Reason.INVALID_UTF8, "a text string is not UTF-8");
    }
  }

  private CborValue array(long size, int depth) throws CborException {
    requireItems(size);
    List<CborValue> array = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      array.add(value(depth + 1));
    }
    return new CborArray(array);
  }

  private CborValue map(long size, int depth) throws CborException {
    // Compared before it is doubled: the product of a large size would wrap around.
    requireItems(size);
    requireItems(2 * size);
    List<CborMap.Entry> entries = new ArrayList<>((int) size);
    Set<Object> keys = HashSet.newHashSet((int) size);
    for (long i = 0; i < size; i++) {
      entries.add(entry(keys, depth));
    }
    return new CborMap(entries);
  }

  private CborValue indefiniteMap() throws CborException {
    List<CborMap.Entry> entries = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    while (peekByte() != BREAK) {
      entries.add(entry(keys, 1));
    }
    position++;
    return new CborMap(entries);
  }

  private CborMap.Entry entry(Set<Object> keys, int depth) throws CborException {
    CborValue key = value(depth + 1);
    if (!(key instanceof CborInteger || key instanceof CborText)) {
      throw refuse(Reason.KEY_TYPE, "expected an integer or a text as map key");
    }
    if (!keys.add(CborMap.comparable(key))) {
      throw refuse(Reason.DUPLICATE_KEY, "a key occurs twice in a map");
    }
    return new CborMap.Entry(key, value(depth + 1));
  }

  private int nextByte() throws CborException {
    int next = peekByte();
    position++;
    return next;
  }

  private int peekByte() throws CborException {
    requireRemaining(1);
    return Byte.toUnsignedInt(bytes[position]);
  }

  private void requireRemaining(long count) throws CborException {
    int remaining = bytes.length - position;
    if (count > remaining) {
      throw refuse(Reason.TRUNCATED, "expected " + count + " more bytes, found " + remaining);
    }
  }

  /** Every item takes at least one byte, so a size can be refused before memory is taken. */
  private void requireItems(long count) throws CborException {
    requireRemaining(count);
    if (count > limits.maxItems() - items) {
      throw refuse(Reason.TOO_MANY_ITEMS, "expected at most " + limits.maxItems() + " values");
    }
  }

  private CborException refuse(Reason reason, String message) {
    return new CborException(reason, "CBOR at byte " + position + ": " + message);
  }
}
