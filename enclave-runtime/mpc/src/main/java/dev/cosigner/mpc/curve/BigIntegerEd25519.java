package dev.cosigner.mpc.curve;

import java.math.BigInteger;

/**
 * The prime-order group of edwards25519 (RFC 8032, section 5.1) by the formulas and nothing else:
 * an independent check of the production back end, and what offline tools verify transcripts with.
 * Its time depends on the values, so it has no operation on secrets: it is no {@link
 * ConstantTimeCurve}.
 */
public final class BigIntegerEd25519 implements Curve {
  private static final BigInteger P = Edwards25519.P;
  private static final BigInteger L = Edwards25519.L;

  /** -121665 / 121666. */
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  /** A square root of -1. */
  private static final BigInteger I =
      BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

  /** All instances are alike. */
  public BigIntegerEd25519() {}

  @Override
  public String name() {
    return Edwards25519.NAME;
  }

  @Override
  public BigInteger order() {
    return L;
  }

  @Override
  public int scalarBytes() {
    return Edwards25519.BYTES;
  }

  @Override
  public int pointBytes() {
    return Edwards25519.BYTES;
  }

  @Override
  public Scalar scalar(int value) {
    return Edwards25519.scalar(value);
  }

  @Override
  public Scalar scalar(BigInteger value) {
    return Edwards25519.scalar(value);
  }

  @Override
  public Scalar decodeScalar(byte[] encoding) throws CurveException {
    Edwards25519.requireCanonicalScalar(encoding);
    return new Scalar(encoding.clone());
  }

  @Override
  public Scalar reduce(byte[] wide) {
    Edwards25519.requireWide(wide);
    return scalar(Edwards25519.decode(wide));
  }

  @Override
  public Scalar add(Scalar a, Scalar b) {
    return scalar(number(a).add(number(b)));
  }

  @Override
  public Scalar subtract(Scalar a, Scalar b) {
    return scalar(number(a).subtract(number(b)));
  }

  @Override
  public Scalar multiply(Scalar a, Scalar b) {
    return scalar(number(a).multiply(number(b)));
  }

  @Override
  public Scalar invert(Scalar a) {
    return scalar(number(a).modInverse(L));
  }

  @Override
  public Point generator() {
    return Edwards25519.generator();
  }

  @Override
  public Point identity() {
    return Edwards25519.identity();
  }

  @Override
  public Point decodePoint(byte[] encoding) throws CurveException {
    Edwards25519.requireCanonicalPoint(encoding);
    var point = decompress(encoding);
    if (point == null) {
      throw Edwards25519.notOnCurve();
    }
    if (!point.times(L).isNeutral()) {
      throw Edwards25519.notInSubgroup();
    }
    return Edwards25519.point(encoding.clone());
  }

  @Override
  public Point add(Point p, Point q) {
    return decompressed(p).plus(decompressed(q)).compress();
  }

  @Override
  public Point subtract(Point p, Point q) {
    return decompressed(p).plus(decompressed(q).negated()).compress();
  }

  @Override
  public Point multiply(Scalar k, Point p) {
    return decompressed(p).times(number(k)).compress();
  }

  @Override
  public Point multiplyGenerator(Scalar k) {
    return multiply(k, generator());
  }

  private static BigInteger number(Scalar scalar) {
    return Edwards25519.decode(scalar.encoding());
  }

  private static Extended decompressed(Point point) {
    return decompress(point.encoding());
  }

  /** RFC 8032, section 5.1.3; null if no point has this y. */
  private static Extended decompress(byte[] encoding) {
    var number = Edwards25519.decode(encoding);
    boolean odd = number.testBit(255);
    var y = number.clearBit(255);
    var y2 = y.multiply(y).mod(P);
    var x2 =
        y2.subtract(BigInteger.ONE)
            .multiply(D.multiply(y2).add(BigInteger.ONE).modInverse(P))
            .mod(P);
    var x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(x2)) {
      x = x.multiply(I).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(x2)) {
      return null;
    }
    if (x.testBit(0) != odd) {
      x = P.subtract(x).mod(P);
    }
    return new Extended(x, y, BigInteger.ONE, x.multiply(y).mod(P));
  }

  /** Extended homogeneous coordinates, RFC 8032, section 5.1.4: x = X/Z, y = Y/Z, xy = T/Z. */
  private record Extended(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
    static final Extended NEUTRAL =
        new Extended(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    Extended plus(Extended other) {
      var a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
      var b = y.add(x).multiply(other.y.add(other.x)).mod(P);
      var c = t.shiftLeft(1).multiply(D).multiply(other.t).mod(P);
      var d = z.shiftLeft(1).multiply(other.z).mod(P);
      var e = b.subtract(a);
      var f = d.subtract(c);
      var g = d.add(c);
      var h = b.add(a);
      return new Extended(
          e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
    }

    Extended negated() {
      return new Extended(x.negate().mod(P), y, z, t.negate().mod(P));
    }

    Extended times(BigInteger k) {
      var product = NEUTRAL;
      for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
        product = product.plus(product);
        if (k.testBit(bit)) {
          product = product.plus(this);
        }
      }
      return product;
    }

    boolean isNeutral() {
      return x.signum() == 0 && y.equals(z);
    }

    Point compress() {
      var inverse = z.modInverse(P);
      var affineX = x.multiply(inverse).mod(P);
      var affineY = y.multiply(inverse).mod(P);
      return Edwards25519.point(
          Edwards25519.encode(affineX.testBit(0) ? affineY.setBit(255) : affineY));
    }
  }
}
