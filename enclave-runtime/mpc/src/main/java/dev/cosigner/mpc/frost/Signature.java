package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.nio.ByteBuffer;

/** An Ed25519 signature of RFC 8032: a point and a scalar. */
public record Signature(Point commitment, Scalar response) {

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
