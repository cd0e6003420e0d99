package dev.cosigner.protocol.cbor;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.util.List;

/**
 * A value of the strict CBOR subset. Values are immutable and compare by content.
 *
 * <p>The {@code as...} methods read a decoded value of an untrusted structure: they take the name
 * of the field for the message and throw a {@link CborException} that says what was expected and
 * what was found. Contents of byte and text strings never enter a message.
 */
public sealed interface CborValue
    permits CborInteger, CborBytes, CborText, CborArray, CborMap, CborTag, CborBoolean, CborNull {

  /** Returns an integer. */
  static CborInteger of(long value) {
    return new CborInteger(value);
  }

  /** Returns a byte string; the bytes are copied. */
  static CborBytes of(byte[] value) {
    return new CborBytes(value);
  }

  /**
   * Returns a text string.
   *
   * @throws IllegalArgumentException if the text holds an unpaired surrogate
   */
  static CborText of(String value) {
    return new CborText(value);
  }

  /** Returns a boolean. */
  static CborBoolean of(boolean value) {
    return value ? CborBoolean.TRUE : CborBoolean.FALSE;
  }

  /** Returns an array. */
  static CborArray array(CborValue... items) {
    return new CborArray(List.of(items));
  }

  /** Returns an array. */
  static CborArray array(List<? extends CborValue> items) {
    return new CborArray(List.copyOf(items));
  }

  /**
   * Returns a map whose entries keep the order given.
   *
   * @throws IllegalArgumentException if a key occurs twice or is neither integer nor text
   */
  static CborMap map(CborMap.Entry... entries) {
    return new CborMap(List.of(entries));
  }

  /**
   * Returns a map whose entries keep the order given.
   *
   * @throws IllegalArgumentException if a key occurs twice or is neither integer nor text
   */
  static CborMap map(List<CborMap.Entry> entries) {
    return new CborMap(entries);
  }

  /** Returns the one encoding: minimal lengths, definite sizes, maps in the order given. */
  default byte[] encode() {
    return CborEncoder.encode(this);
  }

  /** Returns whether this is the null value. */
  default boolean isNull() {
    return this instanceof CborNull;
  }

  /**
   * Returns the integer, which must lie in {@code [min, max]}.
   *
   * @throws CborException if this is no integer or lies outside
   */
  default long asInteger(String what, long min, long max) throws CborException {
    if (!(this instanceof CborInteger(long value))) {
      throw unexpectedType(what, "an integer");
    }
    if (value < min || value > max) {
      String expected = min == max ? "integer " + min : "an integer from " + min + " to " + max;
      throw refused(Reason.OUT_OF_RANGE, what, expected, Long.toString(value));
    }
    return value;
  }

  /**
   * Returns a copy of the byte string, which must have {@code minLength} to {@code maxLength}
   * bytes.
   *
   * @throws CborException if this is no byte string or has another length
   */
  default byte[] asBytes(String what, int minLength, int maxLength) throws CborException {
    if (!(this instanceof CborBytes bytes)) {
      throw unexpectedType(what, "a byte string");
    }
    requireSize(what, "bytes", bytes.length(), minLength, maxLength);
    return bytes.value();
  }

  /**
   * Returns the text, which must have at most {@code maxLength} UTF-16 units.
   *
   * @throws CborException if this is no text string or is longer
   */
  default String asText(String what, int maxLength) throws CborException {
    if (!(this instanceof CborText(String value))) {
      throw unexpectedType(what, "a text string");
    }
    requireSize(what, "characters", value.length(), 0, maxLength);
    return value;
  }

  /**
   * Returns the boolean.
   *
   * @throws CborException if this is no boolean
   */
  default boolean asBoolean(String what) throws CborException {
    if (!(this instanceof CborBoolean value)) {
      throw unexpectedType(what, "a boolean");
    }
    return value == CborBoolean.TRUE;
  }

  /**
   * Returns the items of the array, which must have {@code min} to {@code max} of them.
   *
   * @throws CborException if this is no array or has another size
   */
  default List<CborValue> asArray(String what, int min, int max) throws CborException {
    if (!(this instanceof CborArray(List<CborValue> items))) {
      throw unexpectedType(what, "an array");
    }
    requireSize(what, "items", items.size(), min, max);
    return items;
  }

  /**
   * Returns the items of the array, which must have exactly {@code size} of them.
   *
   * @throws CborException if this is no array or has another size
   */
  default List<CborValue> asArrayOf(String what, int size) throws CborException {
    return asArray(what, size, size);
  }

  /**
   * Returns this value as a map.
   *
   * @throws CborException if this is no map
   */
  default CborMap asMap(String what) throws CborException {
    if (!(this instanceof CborMap map)) {
      throw unexpectedType(what, "a map");
    }
    return map;
  }

  private void requireSize(String what, String unit, int size, int min, int max)
      throws CborException {
    if (size < min || size > max) {
      String expected = min == max ? min + " " + unit : min + " to " + max + " " + unit;
      throw refused(Reason.UNEXPECTED_SIZE, what, expected, Integer.toString(size));
    }
  }

  private CborException unexpectedType(String what, String expected) {
    return refused(Reason.UNEXPECTED_TYPE, what, expected, typeName());
  }

  private static CborException refused(Reason reason, String what, String expected, String found) {
    return new CborException(reason, what + ": expected " + expected + ", found " + found);
  }

  private String typeName() {
    return switch (this) {
      case CborInteger i -> "an integer";
      case CborBytes b -> "a byte string";
      case CborText t -> "a text string";
      case CborArray a -> "an array";
      case CborMap m -> "a map";
      case CborTag t -> "tag " + t.tag();
      case CborBoolean b -> "a boolean";
      case CborNull n -> "null";
    };
  }
}
