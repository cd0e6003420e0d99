package dev.cosigner.mpc.curve;

import java.math.BigInteger;

/**
 * A group of prime order, written additively, with its scalar field: what RFC 9591, section 3.1,
 * asks of a prime-order group, for public values only.
 *
 * <p>Every {@link Point} that a curve hands out is on the curve and in the subgroup of prime order;
 * every {@link Scalar} is reduced. Values of different curves must not be mixed.
 */
public sealed interface Curve permits ConstantTimeCurve, BigIntegerEd25519, BigIntegerSecp256k1 {

  /** The name in RFCs, for instance {@code edwards25519}. */
  String name();

  /** The group's order, a prime. */
  BigInteger order();

  /** Length of an encoded scalar in bytes. */
  int scalarBytes();

  /** Length of an encoded point in bytes. */
  int pointBytes();

  /** The scalar of a small public number, such as a party's identifier. */
  Scalar scalar(int value);

  /** A public integer of either sign and any size, reduced by the group's order. */
  Scalar scalar(BigInteger value);

  /**
   * Reads a scalar.
   *
   * @throws CurveException unless the encoding has {@link #scalarBytes()} bytes and is below the
   *     group's order
   */
  Scalar decodeScalar(byte[] encoding) throws CurveException;

  /**
   * The 64 bytes of a hash, read as a number in the curve's byte order and reduced by the group's
   * order.
   */
  Scalar reduce(byte[] wide);

  Scalar add(Scalar a, Scalar b);

  Scalar subtract(Scalar a, Scalar b);

  Scalar multiply(Scalar a, Scalar b);

  /**
   * The multiplicative inverse.
   *
   * @throws ArithmeticException for zero
   */
  Scalar invert(Scalar a);

  Point generator();

  Point identity();

  /**
   * Reads a point that somebody else has sent. The identity is refused: no protocol here has a use
   * for it.
   *
   * @throws CurveException unless it is the canonical encoding of a point of prime order
   */
  Point decodePoint(byte[] encoding) throws CurveException;

  Point add(Point p, Point q);

  Point subtract(Point p, Point q);

  /** {@code k * p} for a public {@code k}. */
  Point multiply(Scalar k, Point p);

  /** {@code k * generator} for a public {@code k}. */
  Point multiplyGenerator(Scalar k);
}
