package dev.cosigner.mpc.curve;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An element of a curve's prime-order group, by its one encoding. Only a {@link Curve} makes one,
 * after it has checked that it is.
 */
public final class Point {
  private final byte[] encoding;
  private final boolean identity;

  /** Null where the encoding is all that the curve's back ends work with. */
  private final byte[] affine;

  /** Takes the array over; it is the canonical encoding of a checked point. */
  Point(byte[] encoding, boolean identity) {
    this(encoding, identity, null);
  }

  /**
   * Takes the arrays over, of which {@code affine} has the two coordinates, which saves a square
   * root with every use.
   */
  Point(byte[] encoding, boolean identity, byte[] affine) {
    this.encoding = encoding;
    this.identity = identity;
    this.affine = affine;
  }

  /**
   * Both coordinates; not a copy.
   *
   * @throws IllegalArgumentException if the point's curve keeps none
   */
  byte[] affine() {
    if (affine == null) {
      throw new IllegalArgumentException("expected a point of secp256k1, found another");
    }
    return affine;
  }

  /** The canonical encoding, a copy. */
  public byte[] encoding() {
    return encoding.clone();
  }

  public boolean isIdentity() {
    return identity;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Point point && Arrays.equals(encoding, point.encoding);
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
