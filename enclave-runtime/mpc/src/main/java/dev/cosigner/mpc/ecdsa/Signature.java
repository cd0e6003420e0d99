package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An ECDSA signature (SEC 1, section 4.1) on secp256k1.
 *
 * @param r the x coordinate of the nonce's point, reduced
 * @param s at most half the group's order
 * @param recoveryId from 0 to 3, by which the public key follows from the signature (SEC 1, section
 *     4.1.6): bit 0 is the parity of the point's y, bit 1 is set if its x was reduced
 */
public record Signature(Scalar r, Scalar s, int recoveryId) {

  /** Length of the encoding in bytes. */
  public static final int BYTES = 64;

  private static final byte ODD = 3;

  /**
   * The signature with this nonce, s or its negative, whichever is low (BIP-62).
   *
   * @param nonce other than infinity
   */
  static Signature of(Curve curve, Point nonce, Scalar s) {
    var r = r(curve, nonce);
    boolean high = isHigh(curve, s);
    int parity = (nonce.encoding()[0] == ODD) == high ? 0 : 1;
    int overflow = Arrays.equals(r.encoding(), x(nonce)) ? 0 : 2;
    return new Signature(r, high ? negative(curve, s) : s, parity | overflow);
  }

  /** The r that a signature with this nonce has. */
  static Scalar r(Curve curve, Point nonce) {
    return scalar(curve, x(nonce));
  }

  /** 32 bytes as a number, reduced. */
  static Scalar scalar(Curve curve, byte[] bytes) {
    var wide = new byte[2 * bytes.length];
    System.arraycopy(bytes, 0, wide, bytes.length, bytes.length);
    return curve.reduce(wide);
  }

  /** {@code r || s}, 64 bytes. */
  public byte[] encoding() {
    return ByteBuffer.allocate(BYTES).put(r.encoding()).put(s.encoding()).array();
  }

  /** Whether s is at most half the group's order. */
  public boolean isLow(Curve curve) {
    return !isHigh(curve, s);
  }

  /**
   * Whether this is a signature of the digest under the public key: SEC 1, section 4.1.4.
   *
   * @param digest 32 bytes
   */
  public boolean verifies(Curve curve, Point publicKey, byte[] digest) {
    if (r.isZero() || s.isZero() || publicKey.isIdentity()) {
      return false;
    }
    var inverse = curve.invert(s);
    var m = curve.multiply(scalar(curve, digest), inverse);
    var nonce =
        curve.add(
            curve.multiplyGenerator(m), curve.multiply(curve.multiply(r, inverse), publicKey));
    return !nonce.isIdentity() && r(curve, nonce).equals(r);
  }

  private static byte[] x(Point point) {
    var encoding = point.encoding();
    return Arrays.copyOfRange(encoding, 1, encoding.length);
  }

  private static boolean isHigh(Curve curve, Scalar s) {
    return Arrays.compareUnsigned(s.encoding(), negative(curve, s).encoding()) > 0;
  }

  private static Scalar negative(Curve curve, Scalar s) {
    return curve.subtract(curve.scalar(0), s);
  }
}
