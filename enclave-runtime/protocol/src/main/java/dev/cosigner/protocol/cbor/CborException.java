package dev.cosigner.protocol.cbor;

import java.io.Serial;

/**
 * Bytes that are not a value of the strict CBOR subset, or a value that is not the expected one.
 */
public final class CborException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why bytes or a value were refused. */
  public enum Reason {
    /** The bytes end inside a value. */
    TRUNCATED,
    /** Bytes follow the value. */
    TRAILING_BYTES,
    /** More bytes than the limits allow. */
    TOO_LARGE,
    /** Values nest deeper than the limits allow. */
    TOO_DEEP,
    /** More values in all than the limits allow. */
    TOO_MANY_ITEMS,
    /** An integer, length or tag that has a shorter encoding. */
    NON_MINIMAL,
    /** An indefinite length where none is allowed. */
    INDEFINITE_LENGTH,
    /** A break code outside an indefinite-length map. */
    UNEXPECTED_BREAK,
    /** A reserved value of the additional information (28 to 30). */
    RESERVED,
    /** A floating-point number. */
    FLOATING_POINT,
    /** A simple value other than false, true and null. */
    SIMPLE_VALUE,
    /** An integer or tag that does not fit into 64 bits with sign. */
    INTEGER_OVERFLOW,
    /** A text string that is not UTF-8. */
    INVALID_UTF8,
    /** A map key that occurs twice. */
    DUPLICATE_KEY,
    /** A map key that is neither an integer nor a text string. */
    KEY_TYPE,
    /** A value of another type than expected. */
    UNEXPECTED_TYPE,
    /** An integer outside the expected range. */
    OUT_OF_RANGE,
    /** A string, array or map of another size than expected. */
    UNEXPECTED_SIZE,
    /** A map without an expected key. */
    MISSING_KEY,
    /** A map with a key that is not expected. */
    UNKNOWN_KEY,
    /** A well-formed value that means nothing where it stands. */
    UNEXPECTED_VALUE,
  }

  private final Reason reason;

  CborException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Refuses a well-formed value that means nothing where it stands.
   *
   * @param what the field
   */
  public static CborException unexpectedValue(String what, String expected, String found) {
    return new CborException(
        Reason.UNEXPECTED_VALUE, what + ": expected " + expected + ", found " + found);
  }

  /** Returns why the bytes or the value were refused. */
  public Reason reason() {
    return reason;
  }
}
