package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.transcript.Transcript;
import java.security.SecureRandom;

/**
 * Schnorr's proof of knowledge of a discrete logarithm, made non-interactive by the transcript: the
 * proof of possession in FROST's key generation (eprint 2020/852, figure 1, round 1, steps 2 and 5)
 * and Pi-sch of CGGMP (eprint 2021/060).
 *
 * <p>The challenge hashes the transcript that the caller has begun, which binds session, protocol
 * and prover, then the public key and the commitment.
 */
public final class SchnorrProof {
  private SchnorrProof() {}

  /** I know the discrete logarithm of {@code publicKey}. */
  public record Statement(Point publicKey) {}

  /** The logarithm. */
  public record Witness(SecretScalar secretKey) {}

  /**
   * What convinces.
   *
   * @param commitment k * generator for a fresh random k
   * @param response k + challenge * secret key
   */
  public record Proof(Point commitment, Scalar response) {}

  /** Proves a statement with its witness. */
  public static Proof prove(
      ConstantTimeCurve curve,
      Transcript transcript,
      Statement statement,
      Witness witness,
      SecureRandom random) {
    try (var nonce = curve.randomSecret(random)) {
      var commitment = nonce.timesGenerator();
      var challenge = challenge(curve, transcript, statement, commitment);
      try (var product = witness.secretKey().times(challenge);
          var response = nonce.plus(product)) {
        return new Proof(commitment, response.publish());
      }
    }
  }

  /**
   * Verifies a proof.
   *
   * @param transcript begun just as the prover's
   * @throws ProofException if the proof is not one of the statement
   */
  public static void verify(Curve curve, Transcript transcript, Statement statement, Proof proof)
      throws ProofException {
    if (statement.publicKey().isIdentity()) {
      throw new ProofException(
          ProofException.Reason.IDENTITY_PUBLIC_KEY,
          "public key",
          "expected a proof for a public key, found one for the neutral element");
    }
    if (proof.commitment().isIdentity()) {
      throw new ProofException(
          ProofException.Reason.IDENTITY_COMMITMENT,
          "commitment",
          "expected a proof with a random commitment, found the neutral element");
    }
    var challenge = challenge(curve, transcript, statement, proof.commitment());
    var expected = curve.add(proof.commitment(), curve.multiply(challenge, statement.publicKey()));
    if (!curve.multiplyGenerator(proof.response()).equals(expected)) {
      throw new ProofException(
          ProofException.Reason.EQUATION,
          "commitment",
          "expected a proof of knowledge of the secret key, found one whose equation does not hold");
    }
  }

  private static Scalar challenge(
      Curve curve, Transcript transcript, Statement statement, Point commitment) {
    return transcript
        .item("public key", statement.publicKey())
        .item("proof commitment", commitment)
        .challenge(curve);
  }
}
