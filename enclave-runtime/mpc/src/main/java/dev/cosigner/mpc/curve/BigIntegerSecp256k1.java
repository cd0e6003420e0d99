package dev.cosigner.mpc.curve;

import java.math.BigInteger;

/**
 * The group of secp256k1 (SEC 2, section 2.4.1) by its formulas and nothing else: an independent
 * check of the production back end, and what offline tools verify transcripts with. Its time
 * depends on the values, so it has no operation on secrets: it is no {@link ConstantTimeCurve}.
 */
public final class BigIntegerSecp256k1 implements Curve {
  private static final BigInteger P = Sec1.P;
  private static final BigInteger B = BigInteger.valueOf(7);
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger THREE_B = B.multiply(THREE);

  /** All instances are alike. */
  public BigIntegerSecp256k1() {}

  @Override
  public String name() {
    return Sec1.NAME;
  }

  @Override
  public BigInteger order() {
    return Sec1.N;
  }

  @Override
  public int scalarBytes() {
    return Sec1.SCALAR_BYTES;
  }

  @Override
  public int pointBytes() {
    return Sec1.POINT_BYTES;
  }

  @Override
  public Scalar scalar(int value) {
    return Sec1.scalar(value);
  }

  @Override
  public Scalar scalar(BigInteger value) {
    return Sec1.scalar(value);
  }

  @Override
  public Scalar decodeScalar(byte[] encoding) throws CurveException {
    return Sec1.decodeScalar(encoding);
  }

  @Override
  public Scalar reduce(byte[] wide) {
    return Sec1.reduce(wide);
  }

  @Override
  public Scalar add(Scalar a, Scalar b) {
    return Sec1.add(a, b);
  }

  @Override
  public Scalar subtract(Scalar a, Scalar b) {
    return Sec1.subtract(a, b);
  }

  @Override
  public Scalar multiply(Scalar a, Scalar b) {
    return Sec1.multiply(a, b);
  }

  @Override
  public Scalar invert(Scalar a) {
    return Sec1.invert(a);
  }

  @Override
  public Point generator() {
    return Sec1.generator();
  }

  @Override
  public Point identity() {
    return Sec1.infinity();
  }

  @Override
  public Point decodePoint(byte[] encoding) throws CurveException {
    Sec1.requireCanonicalPoint(encoding);
    var x = Sec1.x(encoding);
    var y2 = x.pow(3).add(B).mod(P);
    var y = y2.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
    if (!y.multiply(y).mod(P).equals(y2)) {
      throw Sec1.notOnCurve();
    }
    return Sec1.point(x, y.testBit(0) == ((encoding[0] & 1) == 1) ? y : P.subtract(y));
  }

  @Override
  public Point add(Point p, Point q) {
    return Projective.of(p).plus(Projective.of(q)).point();
  }

  @Override
  public Point subtract(Point p, Point q) {
    return q.isIdentity() ? p : add(p, Sec1.negated(q));
  }

  @Override
  public Point multiply(Scalar k, Point p) {
    return Projective.of(p).times(Sec1.number(k)).point();
  }

  @Override
  public Point multiplyGenerator(Scalar k) {
    return multiply(k, generator());
  }

  /** Homogeneous coordinates: x = X/Z, y = Y/Z; infinity is (0 : 1 : 0). */
  private record Projective(BigInteger x, BigInteger y, BigInteger z) {
    static final Projective INFINITY =
        new Projective(BigInteger.ZERO, BigInteger.ONE, BigInteger.ZERO);

    static Projective of(Point point) {
      if (point.isIdentity()) {
        return INFINITY;
      }
      var affine = Sec1.decode(point.affine());
      return new Projective(
          affine.shiftRight(256), affine.mod(BigInteger.TWO.pow(256)), BigInteger.ONE);
    }

    /** Complete addition for a = 0: eprint 2015/1060, algorithm 7. */
    Projective plus(Projective other) {
      var xx = x.multiply(other.x);
      var yy = y.multiply(other.y);
      var zz = z.multiply(other.z);
      var xy = x.add(y).multiply(other.x.add(other.y)).subtract(xx).subtract(yy);
      var yz = y.add(z).multiply(other.y.add(other.z)).subtract(yy).subtract(zz);
      var xz = x.add(z).multiply(other.x.add(other.z)).subtract(xx).subtract(zz);
      var bzz = THREE_B.multiply(zz);
      var bxz = THREE_B.multiply(xz).mod(P);
      var sum = yy.add(bzz).mod(P);
      var difference = yy.subtract(bzz).mod(P);
      var xx3 = THREE.multiply(xx).mod(P);
      return new Projective(
          xy.multiply(difference).subtract(yz.multiply(bxz)).mod(P),
          difference.multiply(sum).add(xx3.multiply(bxz)).mod(P),
          sum.multiply(yz).add(xx3.multiply(xy)).mod(P));
    }

    Projective times(BigInteger k) {
      var product = INFINITY;
      for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
        product = product.plus(product);
        if (k.testBit(bit)) {
          product = product.plus(this);
        }
      }
      return product;
    }

    Point point() {
      if (z.signum() == 0) {
        return Sec1.infinity();
      }
      var inverse = z.modInverse(P);
      return Sec1.point(x.multiply(inverse).mod(P), y.multiply(inverse).mod(P));
    }
  }
}
