package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;

/**
 * FROST(secp256k1, SHA-256), RFC 9591, section 6.5. Nothing verifies its signatures, so it is here
 * for its vectors alone.
 */
final class Rfc9591Secp256k1Suite implements Ciphersuite {
  private static final String CONTEXT = "FROST-secp256k1-SHA256-v1";

  @Override
  public Scheme scheme() {
    throw new UnsupportedOperationException("no wallet has this suite");
  }

  @Override
  public Scalar h1(Curve curve, byte[]... message) {
    return hashToField(curve, "rho", message);
  }

  @Override
  public Scalar challenge(Curve curve, Point groupCommitment, Point publicKey, byte[] message) {
    return hashToField(curve, "chal", groupCommitment.encoding(), publicKey.encoding(), message);
  }

  @Override
  public SecretScalar h3(ConstantTimeCurve curve, byte[] random, SecretScalar secret) {
    try {
      return curve.receiveSecret(hashToField(curve, "nonce", random, secret.reveal()).encoding());
    } catch (CurveException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public byte[] h4(byte[] message) {
    return Ciphersuite.hash("SHA-256", (CONTEXT + "msg").getBytes(US_ASCII), message);
  }

  @Override
  public byte[] h5(byte[] commitments) {
    return Ciphersuite.hash("SHA-256", (CONTEXT + "com").getBytes(US_ASCII), commitments);
  }

  @Override
  public boolean isNegated(Point point) {
    return false;
  }

  @Override
  public byte[] encodeCommitment(Point commitment) {
    return commitment.encoding();
  }

  @Override
  public Point decodeCommitment(Curve curve, byte[] encoding) throws CurveException {
    return curve.decodePoint(encoding);
  }

  /** {@code hash_to_field} of RFC 9380, section 5.2, with L = 48 and two blocks of SHA-256. */
  private static Scalar hashToField(Curve curve, String domain, byte[]... message) {
    var name = (CONTEXT + domain).getBytes(US_ASCII);
    var dst = Arrays.copyOf(name, name.length + 1);
    dst[name.length] = (byte) name.length;
    var parts = new byte[message.length + 2][];
    System.arraycopy(message, 0, parts, 0, message.length);
    parts[message.length] = new byte[] {0, 48, 0};
    parts[message.length + 1] = dst;
    var b0 = Ciphersuite.hash("SHA-256", new byte[64], parts);
    var b1 = Ciphersuite.hash("SHA-256", b0, new byte[] {1}, dst);
    var mixed = new byte[b0.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (byte) (b0[i] ^ b1[i]);
    }
    var b2 = Ciphersuite.hash("SHA-256", mixed, new byte[] {2}, dst);
    var wide = new byte[64];
    System.arraycopy(b1, 0, wide, 16, 32);
    System.arraycopy(b2, 0, wide, 48, 16);
    return curve.reduce(wide);
  }
}
