package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An Ed25519 signature of RFC 8032: a point and a scalar. */
public record Signature(Point commitment, Scalar response) {

  /** Length of the encoding in bytes. */
  public static final int BYTES = 64;

  /**
   * Reads an encoding.
   *
   * @throws IllegalArgumentException unless it has {@value #BYTES} bytes
   * @throws CurveException unless it begins with a point of prime order and ends with a scalar
   *     below the group's order
   */
  public static Signature decode(Curve curve, byte[] encoding) throws CurveException {
    if (encoding.length != BYTES) {
      throw new IllegalArgumentException(
          "expected a signature of " + BYTES + " bytes, found " + encoding.length + " bytes");
    }
    int half = curve.pointBytes();
    return new Signature(
        curve.decodePoint(Arrays.copyOf(encoding, half)),
        curve.decodeScalar(Arrays.copyOfRange(encoding, half, BYTES)));
  }

  /** The encoding of RFC 8032, section 5.1.6: 64 bytes. */
  public byte[] encoding() {
    var r = commitment.encoding();
    var z = response.encoding();
    return ByteBuffer.allocate(r.length + z.length).put(r).put(z).array();
  }

  /**
   * Whether this is a signature of the message under the public key, by the equation of RFC 8032,
   * section 5.1.7, without the cofactor. With both points of prime order and the scalar canonical,
   * all verifiers of Ed25519 agree.
   */
  public boolean verifies(Curve curve, Point publicKey, byte[] message) {
    var challenge = Frost.computeChallenge(curve, commitment, publicKey, message);
    return !publicKey.isIdentity()
        && !commitment.isIdentity()
        && curve
            .multiplyGenerator(response)
            .equals(curve.add(commitment, curve.multiply(challenge, publicKey)));
  }
}
