package dev.cosigner.mpc.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.BigIntegerEd25519;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Completeness, and soundness: every field of transcript, statement and proof altered. */
class SchnorrProofTest {
  private final ConstantTimeCurve curve = Curves.ed25519();
  private final SeededRandom random = new SeededRandom(1);
  private final SecretScalar secret = curve.randomSecret(random);
  private final SchnorrProof.Statement statement =
      new SchnorrProof.Statement(secret.timesGenerator());
  private final SchnorrProof.Proof proof =
      SchnorrProof.prove(
          curve, transcript(1, 2, 3, 1), statement, new SchnorrProof.Witness(secret), nonces());

  @Test
  void aProofConvinces() {
    assertThatCode(() -> SchnorrProof.verify(curve, transcript(1, 2, 3, 1), statement, proof))
        .doesNotThrowAnyException();
    assertThatCode(() ->
            SchnorrProof.verify(new BigIntegerEd25519(), transcript(1, 2, 3, 1), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherSessionGroupViewOrProverIsRefused() {
    for (var other :
        List.of(
            transcript(9, 2, 3, 1),
            transcript(1, 9, 3, 1),
            transcript(1, 2, 9, 1),
            transcript(1, 2, 3, 2))) {
      assertThat(refusal(other, statement, proof)).isEqualTo(ProofException.Reason.EQUATION);
    }
  }

  @Test
  void anotherPublicKeyIsRefused() {
    assertThat(refusal(new SchnorrProof.Statement(curve.generator()), proof))
        .isEqualTo(ProofException.Reason.EQUATION);
  }

  @Test
  void anotherCommitmentIsRefused() {
    assertThat(refusal(statement, new SchnorrProof.Proof(curve.generator(), proof.response())))
        .isEqualTo(ProofException.Reason.EQUATION);
  }

  @Test
  void anotherResponseIsRefused() {
    for (var response : List.of(curve.scalar(0), curve.add(proof.response(), curve.scalar(1)))) {
      assertThat(refusal(statement, new SchnorrProof.Proof(proof.commitment(), response)))
          .isEqualTo(ProofException.Reason.EQUATION);
    }
  }

  /** Without this check, response = 0 and commitment = identity would prove knowledge of zero. */
  @Test
  void theNeutralElementIsNoPublicKey() {
    assertThat(refusal(new SchnorrProof.Statement(curve.identity()), proof))
        .isEqualTo(ProofException.Reason.IDENTITY_PUBLIC_KEY);
  }

  @Test
  void theNeutralElementIsNoCommitment() {
    assertThat(refusal(statement, new SchnorrProof.Proof(curve.identity(), proof.response())))
        .isEqualTo(ProofException.Reason.IDENTITY_COMMITMENT);
  }

  /** If the challenge did not hash the commitment, one could be computed for any response. */
  @Test
  void theChallengeCoversTheCommitment() {
    var response = curve.scalar(1);
    var commitment =
        curve.subtract(curve.generator(), curve.multiply(challenge(), statement.publicKey()));
    assertThat(refusal(statement, new SchnorrProof.Proof(commitment, response)))
        .isEqualTo(ProofException.Reason.EQUATION);
  }

  /** If the challenge did not hash the public key, one could be computed for any proof. */
  @Test
  void theChallengeCoversThePublicKey() {
    var response = curve.scalar(1);
    var publicKey =
        curve.multiply(
            curve.invert(challenge()), curve.subtract(curve.generator(), proof.commitment()));
    assertThat(
            refusal(
                new SchnorrProof.Statement(publicKey),
                new SchnorrProof.Proof(proof.commitment(), response)))
        .isEqualTo(ProofException.Reason.EQUATION);
  }

  /** The challenge of {@link #proof}: (response - nonce) / secret, with the nonce drawn again. */
  private Scalar challenge() {
    try (var nonce = curve.randomSecret(nonces())) {
      return curve.multiply(
          curve.subtract(proof.response(), nonce.publish()), curve.invert(secret.publish()));
    }
  }

  private static SeededRandom nonces() {
    return new SeededRandom(2);
  }

  @Test
  void twoProofsHaveTwoNonces() {
    var again =
        SchnorrProof.prove(
            curve, transcript(1, 2, 3, 1), statement, new SchnorrProof.Witness(secret), random);
    assertThat(again.commitment()).isNotEqualTo(proof.commitment());
  }

  private ProofException.Reason refusal(SchnorrProof.Statement about, SchnorrProof.Proof altered) {
    return refusal(transcript(1, 2, 3, 1), about, altered);
  }

  private ProofException.Reason refusal(
      Transcript transcript, SchnorrProof.Statement about, SchnorrProof.Proof altered) {
    return catchThrowableOfType(
            ProofException.class, () -> SchnorrProof.verify(curve, transcript, about, altered))
        .reason();
  }

  private static Transcript transcript(int session, int group, int view, int prover) {
    var context =
        new SessionContext(
            Scheme.FROST_ED25519, id(session), id(group), id(view), 1, List.of(1, 2));
    return Transcript.of(context, new Step("test", "proof", 1, prover, Step.ALL));
  }

  private static byte[] id(int fill) {
    var id = new byte[32];
    Arrays.fill(id, (byte) fill);
    return id;
  }
}
