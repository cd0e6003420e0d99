package dev.cosigner.mpc.curve;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The constants of secp256k1 (SEC 2, section 2.4.1), its encodings (SEC 1, section 2.3, points
 * compressed only) and the arithmetic of its public scalars. Byte order is big-endian.
 */
final class Sec1 {
  static final String NAME = "secp256k1";
  static final int SCALAR_BYTES = 32;
  static final int POINT_BYTES = 33;
  static final int AFFINE_BYTES = 64;
  static final int WIDE_BYTES = 64;

  /** The field's prime, 2^256 - 2^32 - 977; it is 3 modulo 4. */
  static final BigInteger P =
      BigInteger.TWO.pow(256).subtract(BigInteger.TWO.pow(32)).subtract(BigInteger.valueOf(977));

  /** The group's order, a prime. */
  static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  static final BigInteger GENERATOR_X =
      new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16);
  static final BigInteger GENERATOR_Y =
      new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16);

  private static final byte EVEN = 2;
  private static final byte ODD = 3;

  private Sec1() {}

  /**
   * The point at infinity, whose encoding here is all zeros: as long as any other, and never
   * accepted from outside.
   */
  static Point infinity() {
    return new Point(new byte[POINT_BYTES], true, new byte[AFFINE_BYTES]);
  }

  /** A point other than infinity from its coordinates, 32 bytes each, which are known to be one. */
  static Point point(byte[] affine) {
    var encoding = new byte[POINT_BYTES];
    encoding[0] = (affine[AFFINE_BYTES - 1] & 1) == 0 ? EVEN : ODD;
    System.arraycopy(affine, 0, encoding, 1, POINT_BYTES - 1);
    return new Point(encoding, false, affine);
  }

  static Point point(BigInteger x, BigInteger y) {
    var affine = Arrays.copyOf(encode(x), AFFINE_BYTES);
    System.arraycopy(encode(y), 0, affine, SCALAR_BYTES, SCALAR_BYTES);
    return point(affine);
  }

  static Point generator() {
    return point(GENERATOR_X, GENERATOR_Y);
  }

  /** The same x, the other y. Not for infinity. */
  static Point negated(Point point) {
    var affine = point.affine();
    var y = decode(Arrays.copyOfRange(affine, SCALAR_BYTES, AFFINE_BYTES));
    return point(decode(Arrays.copyOf(affine, SCALAR_BYTES)), P.subtract(y));
  }

  /** Refuses what no compressed encoding of a point can be, whatever the curve's equation says. */
  static void requireCanonicalPoint(byte[] encoding) throws CurveException {
    if (isInfinity(encoding)) {
      throw new CurveException(
          CurveException.Reason.IDENTITY,
          "expected a point of secp256k1, found the point at infinity");
    }
    if (encoding.length != POINT_BYTES) {
      throw new CurveException(
          CurveException.Reason.LENGTH,
          "expected a compressed point of 33 bytes, found " + encoding.length + " bytes");
    }
    if (encoding[0] != EVEN && encoding[0] != ODD) {
      throw new CurveException(
          CurveException.Reason.NON_CANONICAL_POINT,
          "expected a compressed point, which begins with 2 or 3, found another first byte");
    }
    if (x(encoding).compareTo(P) >= 0) {
      throw new CurveException(
          CurveException.Reason.NON_CANONICAL_POINT,
          "expected an x coordinate below the field's prime, found a greater one");
    }
  }

  /** Infinity as SEC 1 writes it, one zero byte, and as this module does. */
  private static boolean isInfinity(byte[] encoding) {
    return (encoding.length == 1 || encoding.length == POINT_BYTES)
        && Arrays.equals(encoding, new byte[encoding.length]);
  }

  static CurveException notOnCurve() {
    return new CurveException(
        CurveException.Reason.NOT_ON_CURVE,
        "expected a point of secp256k1, found an x coordinate of none");
  }

  static BigInteger x(byte[] encoding) {
    return decode(Arrays.copyOfRange(encoding, 1, POINT_BYTES));
  }

  static Scalar decodeScalar(byte[] encoding) throws CurveException {
    requireLength("scalar", encoding);
    if (decode(encoding).compareTo(N) >= 0) {
      throw nonCanonicalScalar();
    }
    return new Scalar(encoding.clone());
  }

  static CurveException nonCanonicalScalar() {
    return new CurveException(
        CurveException.Reason.NON_CANONICAL_SCALAR,
        "expected a scalar below the group's order, found a greater one");
  }

  static void requireLength(String what, byte[] encoding) throws CurveException {
    if (encoding.length != SCALAR_BYTES) {
      throw new CurveException(
          CurveException.Reason.LENGTH,
          "expected a " + what + " of 32 bytes, found " + encoding.length + " bytes");
    }
  }

  static Scalar scalar(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("expected a number that is not negative, found " + value);
    }
    return new Scalar(encode(BigInteger.valueOf(value)));
  }

  static Scalar reduce(byte[] wide) {
    if (wide.length != WIDE_BYTES) {
      throw new IllegalArgumentException(
          "expected " + WIDE_BYTES + " bytes to reduce, found " + wide.length);
    }
    return scalar(decode(wide));
  }

  static Scalar add(Scalar a, Scalar b) {
    return scalar(number(a).add(number(b)));
  }

  static Scalar subtract(Scalar a, Scalar b) {
    return scalar(number(a).subtract(number(b)));
  }

  static Scalar multiply(Scalar a, Scalar b) {
    return scalar(number(a).multiply(number(b)));
  }

  static Scalar invert(Scalar a) {
    return scalar(number(a).modInverse(N));
  }

  static BigInteger number(Scalar scalar) {
    return decode(scalar.encoding());
  }

  static Scalar scalar(BigInteger value) {
    return new Scalar(encode(value.mod(N)));
  }

  static BigInteger decode(byte[] bigEndian) {
    return new BigInteger(1, bigEndian);
  }

  /** 32 bytes of a number that is not negative and below 2^256. */
  static byte[] encode(BigInteger value) {
    var bytes = value.toByteArray();
    var encoding = new byte[SCALAR_BYTES];
    int length = Math.min(bytes.length, SCALAR_BYTES);
    System.arraycopy(bytes, bytes.length - length, encoding, SCALAR_BYTES - length, length);
    return encoding;
  }
}
