package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.protocol.wallet.Scheme;

/** FROST(Ed25519, SHA-512), RFC 9591, section 6.1. */
final class FrostEd25519 implements Ciphersuite {
  static final FrostEd25519 SUITE = new FrostEd25519();

  private static final String CONTEXT = "FROST-ED25519-SHA512-v1";

  private FrostEd25519() {}

  @Override
  public Scheme scheme() {
    return Scheme.FROST_ED25519;
  }

  @Override
  public Scalar h1(Curve curve, byte[]... message) {
    return curve.reduce(Ciphersuite.sha512(CONTEXT + "rho", message));
  }

  /** Without the context, so that signatures are those of RFC 8032. */
  @Override
  public Scalar challenge(Curve curve, Point groupCommitment, Point publicKey, byte[] message) {
    return curve.reduce(
        Ciphersuite.sha512("", groupCommitment.encoding(), publicKey.encoding(), message));
  }

  @Override
  public SecretScalar h3(ConstantTimeCurve curve, byte[] random, SecretScalar secret) {
    return curve.hashToSecret((CONTEXT + "nonce").getBytes(US_ASCII), random, secret);
  }

  @Override
  public byte[] h4(byte[] message) {
    return Ciphersuite.sha512(CONTEXT + "msg", message);
  }

  @Override
  public byte[] h5(byte[] commitments) {
    return Ciphersuite.sha512(CONTEXT + "com", commitments);
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
}
