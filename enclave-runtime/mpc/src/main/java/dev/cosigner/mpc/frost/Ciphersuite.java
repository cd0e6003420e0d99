package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.protocol.wallet.Scheme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of a ciphersuite, RFC 9591, section 6, over a back end of its group, and the form of
 * its signatures. Hashes over public values need no {@link ConstantTimeCurve}.
 */
interface Ciphersuite {

  /** The one suite of each group: never two schemes for one key. */
  static Ciphersuite of(Curve curve) {
    return switch (curve.name()) {
      case "edwards25519" -> FrostEd25519.SUITE;
      case "secp256k1" -> FrostBip340.SUITE;
      default ->
          throw new IllegalArgumentException(
              "expected edwards25519 or secp256k1, found " + curve.name());
    };
  }

  /** The suite of a session's scheme. */
  static Ciphersuite of(Curve curve, SessionContext context) {
    var suite = of(curve);
    if (context.scheme() != suite.scheme()) {
      throw new IllegalArgumentException(
          "expected a session of "
              + suite.scheme().label()
              + " over "
              + curve.name()
              + ", found one of "
              + context.scheme().label());
    }
    return suite;
  }

  Scheme scheme();

  /** For binding factors. */
  Scalar h1(Curve curve, byte[]... message);

  /** H2 for the challenge, over the two points in the form in which signatures have them. */
  Scalar challenge(Curve curve, Point groupCommitment, Point publicKey, byte[] message);

  /** For nonces: over fresh randomness and the secret key. */
  SecretScalar h3(ConstantTimeCurve curve, byte[] random, SecretScalar secret);

  /** For the message. */
  byte[] h4(byte[] message);

  /** For the list of commitments. */
  byte[] h5(byte[] commitments);

  /** Whether signatures stand for the negative of this point: a commitment or a public key. */
  boolean isNegated(Point point);

  /** The commitment in a signature, 32 bytes. */
  byte[] encodeCommitment(Point commitment);

  /** Reads the commitment of a signature. */
  Point decodeCommitment(Curve curve, byte[] encoding) throws CurveException;

  /** SHA-512 of a prefix and the parts of a message. */
  static byte[] sha512(String prefix, byte[]... message) {
    return hash("SHA-512", prefix.getBytes(StandardCharsets.US_ASCII), message);
  }

  /** A hash of a prefix and the parts of a message. */
  static byte[] hash(String algorithm, byte[] prefix, byte[]... message) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      digest.update(prefix);
      for (var part : message) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected " + algorithm + " in every Java runtime", e);
    }
  }
}
