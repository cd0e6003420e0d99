package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A signature of RFC 8032 (Ed25519) or BIP-340: a point and a scalar. */
public record Signature(Point commitment, Scalar response) {

  /** Length of the encoding in bytes. */
  public static final int BYTES = 64;

  /**
   * Reads an encoding.
   *
   * @throws IllegalArgumentException unless it has {@value #BYTES} bytes
   * @throws CurveException unless it begins with a point of prime order (BIP-340: its x coordinate)
   *     and ends with a scalar below the group's order
   */
  public static Signature decode(Curve curve, byte[] encoding) throws CurveException {
    if (encoding.length != BYTES) {
      throw new IllegalArgumentException(
          "expected a signature of " + BYTES + " bytes, found " + encoding.length + " bytes");
    }
    int half = BYTES - curve.scalarBytes();
    return new Signature(
        Ciphersuite.of(curve).decodeCommitment(curve, Arrays.copyOf(encoding, half)),
        curve.decodeScalar(Arrays.copyOfRange(encoding, half, BYTES)));
  }

  /**
   * The encoding of RFC 8032, section 5.1.6, or of BIP-340, which has the x coordinate of the
   * commitment alone: 64 bytes.
   */
  public byte[] encoding() {
    var point = commitment.encoding();
    var r = Arrays.copyOfRange(point, point.length - BYTES / 2, point.length);
    var z = response.encoding();
    return ByteBuffer.allocate(r.length + z.length).put(r).put(z).array();
  }

  /**
   * Whether this is a signature of the message under the public key, by the equation of RFC 8032,
   * section 5.1.7, without the cofactor, or of BIP-340. With both points of prime order and the
   * scalar canonical, all verifiers of Ed25519 agree.
   *
   * @param publicKey for BIP-340 of whatever y: the even one is meant
   */
  public boolean verifies(Curve curve, Point publicKey, byte[] message) {
    var suite = Ciphersuite.of(curve);
    if (publicKey.isIdentity() || commitment.isIdentity() || suite.isNegated(commitment)) {
      return false;
    }
    var key = EffectiveKey.of(curve, publicKey).normalized(suite, curve).publicKey();
    var challenge = suite.challenge(curve, commitment, key, message);
    return curve
        .multiplyGenerator(response)
        .equals(curve.add(commitment, curve.multiply(challenge, key)));
  }
}
