package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Party 3 attacks key generation; parties 1 and 2 name it. */
class KeyGenerationAttackTest {
  private static final List<Integer> PARTIES = List.of(1, 2, 3);
  private static final List<Integer> HONEST = List.of(1, 2);
  private static final int COEFFICIENTS = 0;
  private static final int PROOF_COMMITMENT = 1;
  private static final int PROOF_RESPONSE = 2;
  private static final int NONCE = 3;

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, IDENTITY_POINT",
    "OTHER_IDENTITY, NON_CANONICAL_POINT",
    "ORDER_8, POINT_NOT_IN_SUBGROUP",
    "MIXED_ORDER, POINT_NOT_IN_SUBGROUP",
    "OFF_CURVE, POINT_NOT_ON_CURVE",
    "SECP256K1, MALFORMED_MESSAGE",
  })
  void invalidPoints(String encoding, AbortReason reason) throws Exception {
    var point = (CborValue) Encodings.class.getDeclaredField(encoding).get(null);
    for (int coefficient = 0; coefficient < 3; coefficient++) {
      int element = coefficient;
      named(
          Attacks.round(3, body -> Bodies.withElement(body, COEFFICIENTS, element, point)), reason);
    }
    named(Attacks.round(3, body -> Bodies.withField(body, PROOF_COMMITMENT, point)), reason);
  }

  @Test
  void aProofResponseIsBelowTheOrder() {
    named(
        Attacks.round(3, body -> Bodies.withField(body, PROOF_RESPONSE, Encodings.ORDER)),
        AbortReason.NON_CANONICAL_SCALAR);
  }

  @Test
  void aPolynomialHasAsManyCoefficientsAsThereAreParties() {
    for (int size : new int[] {0, 1, 2, 4}) {
      named(
          Attacks.round(
              3,
              body ->
                  Bodies.withFields(
                      body,
                      fields -> {
                        var coefficients = Bodies.array(fields.get(COEFFICIENTS));
                        var changed = new ArrayList<CborValue>();
                        for (int i = 0; i < size; i++) {
                          changed.add(coefficients.get(Math.min(i, 2)));
                        }
                        fields.set(COEFFICIENTS, CborValue.array(changed));
                        return fields;
                      })),
          AbortReason.MALFORMED_MESSAGE);
    }
  }

  @Test
  void aKeyIsNotChangedAfterItsCommitment() {
    var other = CborValue.of(Groups.CURVE.multiplyGenerator(Groups.CURVE.scalar(5)).encoding());
    for (int coefficient = 0; coefficient < 3; coefficient++) {
      int element = coefficient;
      named(
          Attacks.round(3, body -> Bodies.withElement(body, COEFFICIENTS, element, other)),
          AbortReason.COMMITMENT_MISMATCH);
    }
    named(
        Attacks.round(3, body -> Bodies.withField(body, PROOF_COMMITMENT, other)),
        AbortReason.COMMITMENT_MISMATCH);
    named(
        Attacks.round(3, body -> Bodies.withField(body, PROOF_RESPONSE, Encodings.ZERO)),
        AbortReason.COMMITMENT_MISMATCH);
    named(
        Attacks.round(3, body -> Bodies.withField(body, NONCE, Encodings.ZERO)),
        AbortReason.COMMITMENT_MISMATCH);
  }

  @Test
  void coefficientsMayNotChangePlaces() {
    named(
        Attacks.round(
            3,
            body ->
                Bodies.withFields(
                    body,
                    fields -> {
                      fields.set(
                          COEFFICIENTS,
                          CborValue.array(Bodies.array(fields.get(COEFFICIENTS)).reversed()));
                      return fields;
                    })),
        AbortReason.COMMITMENT_MISMATCH);
  }

  @Test
  void aCommitmentIsOpened() {
    named(
        Attacks.round(1, body -> Bodies.withField(body, 0, Encodings.ZERO)),
        AbortReason.EQUIVOCATION);
  }

  /**
   * X3 = X - X1 - X2 would make the group's key X. Whoever knows no logarithm of X3 cannot prove
   * it.
   */
  @Test
  void aRogueKeyHasNoProof() {
    forged(
        honest -> {
          var coefficients = new ArrayList<>(honest.coefficients());
          coefficients.set(0, Groups.CURVE.subtract(coefficients.get(0), Groups.CURVE.generator()));
          return new KeyGenerationMessage.Opening(coefficients, honest.proof(), honest.nonce());
        },
        AbortReason.INVALID_PROOF);
  }

  @Test
  void aProofOfAnotherMemberIsNoProof() {
    var rogue = new AtomicReference<RogueMember>();
    forged(
        rogue,
        honest ->
            new KeyGenerationMessage.Opening(
                honest.coefficients(),
                rogue.get().prove(rogue.get().constantTerm(), 1, honest.coefficients().getFirst()),
                honest.nonce()),
        AbortReason.INVALID_PROOF);
  }

  @Test
  void aProofOfAnotherKeyIsNoProof() {
    var rogue = new AtomicReference<RogueMember>();
    forged(
        rogue,
        honest ->
            new KeyGenerationMessage.Opening(
                honest.coefficients(),
                rogue.get().prove(rogue.get().constantTerm(), 3, Groups.CURVE.generator()),
                honest.nonce()),
        AbortReason.INVALID_PROOF);
  }

  @Test
  void aShareIsAValueOfThePolynomial() {
    forged(
        honest -> {
          var coefficients = new ArrayList<>(honest.coefficients());
          coefficients.set(1, Groups.CURVE.generator());
          return new KeyGenerationMessage.Opening(coefficients, honest.proof(), honest.nonce());
        },
        AbortReason.WRONG_SHARE);
    var lie = new byte[32];
    lie[0] = 1;
    var outcomes = run(Attacks.round(4, 1, body -> Bodies.withSecret(body, lie)));
    Attacks.assertNames(outcomes.get(1), AbortReason.WRONG_SHARE, 3);
    // Party 2 has no complaint, and waits in vain for party 1's confirmation.
    assertThat(outcomes).doesNotContainKey(2);
  }

  @Test
  void shareOfZeroIsRefused() {
    var outcomes = run(Attacks.round(4, 1, body -> Bodies.withSecret(body, new byte[32])));
    Attacks.assertNames(outcomes.get(1), AbortReason.ZERO_SHARE, 3);
  }

  @Test
  void aShareIsBelowTheOrder() {
    var tooGreat = new byte[32];
    Arrays.fill(tooGreat, (byte) 0xff);
    var outcomes = run(Attacks.round(4, 1, body -> Bodies.withSecret(body, tooGreat)));
    Attacks.assertNames(outcomes.get(1), AbortReason.NON_CANONICAL_SCALAR, 3);
  }

  @Test
  void sharesAreNotMixedUp() {
    // Party 2's share to party 1: it names its receiver.
    var outcomes =
        run(message ->
            Bodies.round(message.body()) == 4
                ? List.of(new Network.Message(3, 3 - message.receiver(), true, message.body()))
                : List.of(message));
    Attacks.assertAllName(outcomes, HONEST, AbortReason.WRONG_RECEIVER, 3);
  }

  @Test
  void differentCommitmentsForTwoPeersAreSeen() {
    var outcomes = run(Attacks.round(1, 1, body -> Bodies.withField(body, 0, Encodings.ZERO)));
    // Party 3's own echo gives it away to party 1; party 2 sees that party 1 says otherwise.
    for (int party : HONEST) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(3)).isEqualTo(3);
      assertThat(aborted.detail()).contains("party 3");
    }
  }

  @Test
  void anEchoThatLiesAboutAnHonestPartyNamesTheLiarToThatParty() {
    var outcomes = run(Attacks.round(2, body -> Bodies.withElement(body, 0, 0, Encodings.ZERO)));
    Attacks.assertNames(outcomes.get(1), AbortReason.EQUIVOCATION, 3);
    // Party 2 cannot tell which of the two lies.
    var aborted = (Outcome.Aborted<?>) outcomes.get(2);
    assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
    assertThat(aborted.culprit()).isEmpty();
    assertThat(aborted.detail()).contains("party 1", "party 3");
  }

  @Test
  void anotherResultIsNotConfirmed() {
    named(
        Attacks.round(5, body -> Bodies.withField(body, 0, Encodings.ZERO)),
        AbortReason.RESULT_MISMATCH);
  }

  @Test
  void secretsAreWipedHoweverItEnds() {
    for (var lie :
        List.<Interference>of(
            List::of,
            Attacks.round(3, body -> Bodies.withField(body, NONCE, Encodings.ZERO)),
            Attacks.round(4, body -> Bodies.withSecret(body, new byte[32])),
            message -> List.of())) {
      var sessions = Groups.keyGeneration(PARTIES, 1);
      var secrets = new ArrayList<Secrets>();
      var outcomes =
          new Network(sessions)
              .interfereWith(
                  3,
                  message -> {
                    sessions.values().forEach(session -> secrets.add(Secrets.of(session)));
                    return lie.replace(message);
                  })
              .run();
      assertThat(secrets.stream().mapToInt(Secrets::count).sum()).isPositive();
      // What a key share has taken over lives on.
      var results =
          outcomes.values().stream()
              .filter(Outcome.Done.class::isInstance)
              .map(Groups::result)
              .toList();
      secrets.forEach(found -> found.except(Secrets.of(results)).assertWiped());
    }
  }

  private static void forged(RogueMember.Forgery forgery, AbortReason reason) {
    forged(new AtomicReference<>(), forgery, reason);
  }

  private static void forged(
      AtomicReference<RogueMember> rogue, RogueMember.Forgery forgery, AbortReason reason) {
    var sessions = Groups.keyGeneration(PARTIES, 1);
    rogue.set(new RogueMember(Groups.context(3, PARTIES), Groups.random(1, 3), forgery));
    sessions.put(3, rogue.get());
    Attacks.assertAllName(new Network(sessions).run(), HONEST, reason, 3);
  }

  private static void named(Interference lie, AbortReason reason) {
    Attacks.assertAllName(run(lie), HONEST, reason, 3);
  }

  private static Map<Integer, Outcome<?>> run(Interference lie) {
    Map<Integer, Session<?>> sessions = Groups.keyGeneration(PARTIES, 1);
    return Attacks.run(sessions, 3, lie);
  }

  @Test
  void theHonestRunSucceeds() {
    var outcomes = run(List::of);
    assertThat(
            outcomes.values().stream()
                .map(outcome -> ((KeyShare) Groups.result(outcome)).groupPublicKey())
                .distinct())
        .hasSize(1)
        .noneMatch(Point::isIdentity);
  }
}
