package dev.cosigner.transaction;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The curve secp256k1 (SEC 2, section 2.4.1) as far as public values need it: reading keys,
 * verifying signatures, finding the key that made one. Variable time: nothing secret may come here.
 */
public final class Secp256k1 {
  /** The field's prime. */
  public static final BigInteger P =
      BigInteger.ONE
          .shiftLeft(256)
          .subtract(BigInteger.ONE.shiftLeft(32))
          .subtract(BigInteger.valueOf(977));

  /** The order of the group. */
  public static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** The largest s of a signature that networks accept: half the order (BIP-62, EIP-2). */
  public static final BigInteger HALF_N = N.shiftRight(1);

  // Before the generator, which is checked by them.
  private static final BigInteger SEVEN = BigInteger.valueOf(7);
  private static final BigInteger SQUARE_ROOT = P.add(BigInteger.ONE).shiftRight(2);
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger FOLD = BigInteger.ONE.shiftLeft(256).subtract(P);
  private static final BigInteger LOW = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  /** The generator. */
  public static final Point G =
      new Point(
          new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
          new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16));

  private Secp256k1() {}

  /**
   * A point of the curve, never the neutral one.
   *
   * @param x affine, of the field
   * @param y affine, of the field
   */
  public record Point(BigInteger x, BigInteger y) {
    /**
     * Checks the coordinates.
     *
     * @throws IllegalArgumentException where they are not of the curve
     */
    public Point {
      if (!isField(x) || !isField(y) || !y.multiply(y).mod(P).equals(rightSide(x))) {
        throw new IllegalArgumentException("point: expected one of secp256k1, found another");
      }
    }

    /** SEC 1, section 2.3.3: 04, x, y; 65 bytes. */
    public byte[] uncompressed() {
      byte[] encoded = new byte[65];
      encoded[0] = 4;
      System.arraycopy(bytes32(x), 0, encoded, 1, 32);
      System.arraycopy(bytes32(y), 0, encoded, 33, 32);
      return encoded;
    }

    /** SEC 1, section 2.3.3: 02 or 03, x; 33 bytes. */
    public byte[] compressed() {
      byte[] encoded = new byte[33];
      encoded[0] = (byte) (y.testBit(0) ? 3 : 2);
      System.arraycopy(bytes32(x), 0, encoded, 1, 32);
      return encoded;
    }
  }

  /** The value as 32 bytes, most significant first. */
  public static byte[] bytes32(BigInteger value) {
    byte[] bytes = value.toByteArray();
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("expected 256 bits, found " + value.bitLength());
    }
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }

  /**
   * Reads a public key of 33 or 65 bytes (SEC 1, section 2.3.4; no hybrid forms).
   *
   * @return empty where the bytes are none
   */
  public static Optional<Point> parsePublicKey(byte[] bytes) {
    if (bytes.length == 33 && (bytes[0] == 2 || bytes[0] == 3)) {
      return lift(new BigInteger(1, Arrays.copyOfRange(bytes, 1, 33)), bytes[0] == 3);
    }
    if (bytes.length == 65 && bytes[0] == 4) {
      BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 33));
      BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 33, 65));
      return lift(x, y.testBit(0)).filter(point -> point.y().equals(y));
    }
    return Optional.empty();
  }

  /** The point with this x whose y is odd, or even; empty where there is none. */
  public static Optional<Point> lift(BigInteger x, boolean odd) {
    if (!isField(x)) {
      return Optional.empty();
    }
    BigInteger square = rightSide(x);
    BigInteger y = square.modPow(SQUARE_ROOT, P);
    if (!y.multiply(y).mod(P).equals(square)) {
      return Optional.empty();
    }
    // No point has y = 0: the group's order is odd.
    return Optional.of(new Point(x, y.testBit(0) == odd ? y : P.subtract(y)));
  }

  /** a G + b {@code point}; empty for the neutral element. */
  public static Optional<Point> combine(BigInteger a, BigInteger b, Point point) {
    Jacobian g = Jacobian.of(G);
    Jacobian q = Jacobian.of(point);
    Jacobian both = g.add(q);
    BigInteger first = a.mod(N);
    BigInteger second = b.mod(N);
    Jacobian sum = Jacobian.NEUTRAL;
    for (int i = 255; i >= 0; i--) {
      sum = sum.twice();
      boolean useG = first.testBit(i);
      boolean useQ = second.testBit(i);
      if (useG || useQ) {
        sum = sum.add(useG ? (useQ ? both : g) : q);
      }
    }
    return sum.toAffine();
  }

  /** {@code point} + a G, from a table of multiples; empty for the neutral element. */
  public static Optional<Point> plusMultipleOfG(Point point, BigInteger a) {
    return GeneratorMultiples.addTo(Jacobian.of(point), a.mod(N)).toAffine();
  }

  /**
   * Whether (r, s) is an ECDSA signature (SEC 1, section 4.1.4) of the hash; s may be high.
   *
   * @param hash 32 bytes
   */
  public static boolean verify(byte[] hash, BigInteger r, BigInteger s, Point publicKey) {
    if (!isScalar(r) || !isScalar(s)) {
      return false;
    }
    BigInteger inverse = s.modInverse(N);
    BigInteger e = new BigInteger(1, hash);
    return combine(e.multiply(inverse), r.multiply(inverse), publicKey)
        .filter(point -> point.x().mod(N).equals(r))
        .isPresent();
  }

  /**
   * The key that made the signature (SEC 1, section 4.1.6), where the nonce's point has x = r.
   *
   * @param hash 32 bytes
   * @param odd whether that point's y is odd
   * @return empty where no key made it
   */
  public static Optional<Point> recover(byte[] hash, BigInteger r, BigInteger s, boolean odd) {
    if (!isScalar(r) || !isScalar(s)) {
      return Optional.empty();
    }
    BigInteger inverse = r.modInverse(N);
    BigInteger e = new BigInteger(1, hash);
    return lift(r, odd)
        .flatMap(point -> combine(e.negate().multiply(inverse), s.multiply(inverse), point));
  }

  private static boolean isScalar(BigInteger value) {
    return value.signum() > 0 && value.compareTo(N) < 0;
  }

  private static boolean isField(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(P) < 0;
  }

  private static BigInteger rightSide(BigInteger x) {
    return x.multiply(x).mod(P).multiply(x).add(SEVEN).mod(P);
  }

  /** The remainder modulo P, of a product: 2^256 is 2^32 + 977 there. */
  private static BigInteger reduce(BigInteger value) {
    BigInteger reduced = value;
    while (reduced.bitLength() > 256) {
      BigInteger high = reduced.shiftRight(256);
      reduced = reduced.and(LOW).add(high.multiply(FOLD));
    }
    return reduced.compareTo(P) >= 0 ? reduced.subtract(P) : reduced;
  }

  private static BigInteger times(BigInteger a, BigInteger b) {
    return reduce(a.multiply(b));
  }

  private static BigInteger minus(BigInteger a, BigInteger b) {
    BigInteger difference = a.subtract(b);
    return difference.signum() < 0 ? difference.add(P) : difference;
  }

  /** Jacobian coordinates (Hankerson, Menezes, Vanstone, section 3.2.2); z = 0 is neutral. */
  record Jacobian(BigInteger x, BigInteger y, BigInteger z) {
    static final Jacobian NEUTRAL = new Jacobian(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    static Jacobian of(Point point) {
      return new Jacobian(point.x(), point.y(), BigInteger.ONE);
    }

    Jacobian twice() {
      if (z.signum() == 0) {
        return this;
      }
      BigInteger ySquare = times(y, y);
      BigInteger s = reduce(x.multiply(ySquare).shiftLeft(2));
      BigInteger m = reduce(x.multiply(x).multiply(THREE));
      BigInteger nextX = minus(minus(times(m, m), s), s);
      BigInteger nextY =
          minus(times(m, minus(s, nextX)), reduce(ySquare.multiply(ySquare).shiftLeft(3)));
      return new Jacobian(nextX, nextY, reduce(y.multiply(z).shiftLeft(1)));
    }

    Jacobian add(Jacobian that) {
      if (z.signum() == 0) {
        return that;
      }
      if (that.z.signum() == 0) {
        return this;
      }
      boolean affine = that.z.equals(BigInteger.ONE);
      BigInteger z1 = times(z, z);
      BigInteger z2 = affine ? that.z : times(that.z, that.z);
      BigInteger u1 = affine ? x : times(x, z2);
      BigInteger s1 = affine ? y : times(times(y, z2), that.z);
      BigInteger h = minus(times(that.x, z1), u1);
      BigInteger r = minus(times(times(that.y, z1), z), s1);
      if (h.signum() == 0) {
        return r.signum() == 0 ? twice() : NEUTRAL;
      }
      BigInteger h2 = times(h, h);
      BigInteger h3 = times(h2, h);
      BigInteger v = times(u1, h2);
      BigInteger nextX = minus(minus(minus(times(r, r), h3), v), v);
      BigInteger nextY = minus(times(r, minus(v, nextX)), times(s1, h3));
      return new Jacobian(nextX, nextY, times(affine ? z : times(z, that.z), h));
    }

    /** The same point with z = 1; not for the neutral one. */
    Jacobian normalized() {
      return of(toAffine().orElseThrow());
    }

    Optional<Point> toAffine() {
      if (z.signum() == 0) {
        return Optional.empty();
      }
      BigInteger inverse = z.modInverse(P);
      BigInteger square = times(inverse, inverse);
      return Optional.of(new Point(times(x, square), times(times(y, square), inverse)));
    }
  }
}
