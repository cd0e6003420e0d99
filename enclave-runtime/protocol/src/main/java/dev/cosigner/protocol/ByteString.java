package dev.cosigner.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable sequence of public bytes with value equality: identifiers, keys, digests, encodings.
 * Never for secrets: {@link #toString} prints its content in hexadecimal.
 */
public final class ByteString {
  /** No bytes. */
  public static final ByteString EMPTY = new ByteString(new byte[0]);

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of {@code bytes}. */
  public static ByteString copyOf(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /**
   * A copy of {@code bytes}, which must have exactly {@code size} bytes.
   *
   * @throws IllegalArgumentException naming {@code what} where the size differs
   */
  public static ByteString copyOf(String what, byte[] bytes, int size) {
    Objects.requireNonNull(bytes, what);
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          what + ": expected " + size + " bytes, found " + bytes.length);
    }
    return copyOf(bytes);
  }

  /**
   * Reads lower- or upper-case hexadecimal.
   *
   * @throws IllegalArgumentException where {@code hex} is not hexadecimal of whole bytes
   */
  public static ByteString fromHex(String hex) {
    return new ByteString(HexFormat.of().parseHex(hex));
  }

  /** A copy of the content. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Length in bytes. */
  public int size() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Lower-case hexadecimal of the whole content. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
