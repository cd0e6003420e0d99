package dev.cosigner.mpc.curve;

import java.math.BigInteger;

/**
 * The constants of edwards25519 and its encodings, RFC 8032, section 5.1. Byte order is
 * little-endian.
 */
final class Edwards25519 {
  static final String NAME = "edwards25519";
  static final int BYTES = 32;
  static final int WIDE_BYTES = 64;

  /** The field's prime, 2^255 - 19. */
  static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The order of the prime-order subgroup, 2^252 + 27742317777372353535851937790883648493. */
  static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final BigInteger GENERATOR_Y =
      BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P);

  private Edwards25519() {}

  /** The point with y = 4/5 and an even x. */
  static Point generator() {
    return point(encode(GENERATOR_Y));
  }

  static Point identity() {
    var encoding = new byte[BYTES];
    encoding[0] = 1;
    return new Point(encoding, true);
  }

  /** A point whose membership in the prime-order subgroup is certain. */
  static Point point(byte[] encoding) {
    return new Point(encoding, isIdentity(encoding));
  }

  static Scalar scalar(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("expected a number that is not negative, found " + value);
    }
    return new Scalar(encode(BigInteger.valueOf(value)));
  }

  static Scalar scalar(BigInteger value) {
    return new Scalar(encode(value.mod(L)));
  }

  /** Refuses what no canonical encoding of a point other than the identity can be. */
  static void requireCanonicalPoint(byte[] encoding) throws CurveException {
    requireLength("point", encoding);
    if (isIdentity(encoding)) {
      throw new CurveException(
          CurveException.Reason.IDENTITY, "expected a point of prime order, found the identity");
    }
    var y = decode(encoding).clearBit(255);
    boolean xIsZero = y.equals(BigInteger.ONE) || y.equals(P.subtract(BigInteger.ONE));
    if (y.compareTo(P) >= 0 || (xIsZero && encoding[BYTES - 1] < 0)) {
      throw new CurveException(
          CurveException.Reason.NON_CANONICAL_POINT,
          "expected the one encoding of a point, found another one");
    }
  }

  static void requireCanonicalScalar(byte[] encoding) throws CurveException {
    requireLength("scalar", encoding);
    if (decode(encoding).compareTo(L) >= 0) {
      throw new CurveException(
          CurveException.Reason.NON_CANONICAL_SCALAR,
          "expected a scalar below the group's order, found a greater one");
    }
  }

  static void requireLength(String what, byte[] encoding) throws CurveException {
    if (encoding.length != BYTES) {
      throw new CurveException(
          CurveException.Reason.LENGTH,
          "expected a " + what + " of " + BYTES + " bytes, found " + encoding.length + " bytes");
    }
  }

  static void requireWide(byte[] wide) {
    if (wide.length != WIDE_BYTES) {
      throw new IllegalArgumentException(
          "expected " + WIDE_BYTES + " bytes to reduce, found " + wide.length);
    }
  }

  static CurveException notOnCurve() {
    return new CurveException(
        CurveException.Reason.NOT_ON_CURVE,
        "expected a point of edwards25519, found a coordinate of none");
  }

  static CurveException notInSubgroup() {
    return new CurveException(
        CurveException.Reason.NOT_IN_SUBGROUP,
        "expected a point of prime order, found one with a component of small order");
  }

  /** The encoding of {@code -p}: the sign of x is the last bit. Not for points with x = 0. */
  static byte[] negated(byte[] encoding) {
    var negated = encoding.clone();
    negated[BYTES - 1] ^= (byte) 0x80;
    return negated;
  }

  static BigInteger decode(byte[] littleEndian) {
    return new BigInteger(1, reversed(littleEndian));
  }

  static byte[] encode(BigInteger value) {
    var encoding = new byte[BYTES];
    var bigEndian = value.toByteArray();
    for (int i = 0; i < Math.min(BYTES, bigEndian.length); i++) {
      encoding[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return encoding;
  }

  private static boolean isIdentity(byte[] encoding) {
    if (encoding[0] != 1) {
      return false;
    }
    for (int i = 1; i < BYTES; i++) {
      if (encoding[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] reversed(byte[] bytes) {
    var reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
