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
 * FROST with signatures of BIP-340: its challenge, and commitment and public key with an even y.
 * This is a suite of this project, not the secp256k1 suite of RFC 9591, section 6.5, whose
 * signatures are others.
 */
final class FrostBip340 implements Ciphersuite {
  static final FrostBip340 SUITE = new FrostBip340();

  private static final String CONTEXT = "FROST-secp256k1-BIP340-cosigner-v1";
  private static final byte EVEN = 2;
  private static final byte ODD = 3;

  private FrostBip340() {}

  @Override
  public Scheme scheme() {
    return Scheme.FROST_BIP340;
  }

  @Override
  public Scalar h1(Curve curve, byte[]... message) {
    return curve.reduce(Ciphersuite.sha512(CONTEXT + "rho", message));
  }

  /** The challenge of BIP-340, "verification". */
  @Override
  public Scalar challenge(Curve curve, Point groupCommitment, Point publicKey, byte[] message) {
    return taggedScalar(
        curve,
        "BIP0340/challenge",
        encodeCommitment(groupCommitment),
        encodeCommitment(publicKey),
        message);
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
    return point.encoding()[0] == ODD;
  }

  /** {@code bytes(P)} of BIP-340: the x coordinate. */
  @Override
  public byte[] encodeCommitment(Point commitment) {
    var encoding = commitment.encoding();
    return Arrays.copyOfRange(encoding, 1, encoding.length);
  }

  /** {@code lift_x} of BIP-340: the point with this x and an even y. */
  @Override
  public Point decodeCommitment(Curve curve, byte[] encoding) throws CurveException {
    var compressed = new byte[encoding.length + 1];
    compressed[0] = EVEN;
    System.arraycopy(encoding, 0, compressed, 1, encoding.length);
    return curve.decodePoint(compressed);
  }

  /**
   * {@code int(hash_tag(message)) mod n}: the tagged hash of BIP-340, "specification". The 32 bytes
   * are below the group's order but for a chance of 2^-127.
   */
  static Scalar taggedScalar(Curve curve, String tag, byte[]... message) {
    var tagHash = Ciphersuite.hash("SHA-256", tag.getBytes(US_ASCII));
    var prefix = Arrays.copyOf(tagHash, 2 * tagHash.length);
    System.arraycopy(tagHash, 0, prefix, tagHash.length, tagHash.length);
    var hash = Ciphersuite.hash("SHA-256", prefix, message);
    var wide = new byte[2 * hash.length];
    System.arraycopy(hash, 0, wide, hash.length, hash.length);
    return curve.reduce(wide);
  }
}
