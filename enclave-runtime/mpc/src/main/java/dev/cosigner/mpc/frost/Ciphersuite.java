package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of FROST(Ed25519, SHA-512), RFC 9591, section 6.1, over a back end of its group.
 * Hashes over public values need no {@link ConstantTimeCurve}.
 */
final class Ciphersuite {
  private static final String CONTEXT = "FROST-ED25519-SHA512-v1";

  private Ciphersuite() {}

  /** For binding factors. */
  static Scalar h1(Curve curve, byte[]... message) {
    return curve.reduce(sha512(CONTEXT + "rho", message));
  }

  /** For the challenge: without the context, so that signatures are those of RFC 8032. */
  static Scalar h2(Curve curve, byte[]... message) {
    return curve.reduce(sha512("", message));
  }

  /** For nonces: over fresh randomness and the secret key. */
  static SecretScalar h3(ConstantTimeCurve curve, byte[] random, SecretScalar secret) {
    return curve.hashToSecret((CONTEXT + "nonce").getBytes(US_ASCII), random, secret);
  }

  /** For the message. 64 bytes. */
  static byte[] h4(byte[] message) {
    return sha512(CONTEXT + "msg", message);
  }

  /** For the list of commitments. 64 bytes. */
  static byte[] h5(byte[] commitments) {
    return sha512(CONTEXT + "com", commitments);
  }

  private static byte[] sha512(String prefix, byte[]... message) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      digest.update(prefix.getBytes(US_ASCII));
      for (var part : message) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-512 in every Java runtime", e);
    }
  }
}
