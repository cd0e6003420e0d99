package dev.cosigner.mpc.curve;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public element of a curve's scalar field, below the group's order, by its canonical encoding.
 * Secrets are {@link SecretScalar}s.
 */
public final class Scalar {
  private final byte[] encoding;

  /** Takes the array over; it is canonical. */
  Scalar(byte[] encoding) {
    this.encoding = encoding;
  }

  /** The canonical encoding, a copy. */
  public byte[] encoding() {
    return encoding.clone();
  }

  public boolean isZero() {
    return MessageDigest.isEqual(encoding, new byte[encoding.length]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scalar scalar && Arrays.equals(encoding, scalar.encoding);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoding);
  }

  /** The encoding in hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(encoding);
  }
}
