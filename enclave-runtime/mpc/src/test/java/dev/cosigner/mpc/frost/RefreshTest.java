package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New shares of the same key: first made, then taken into use by all at once. */
class RefreshTest {
  private static final int COEFFICIENTS = 0;
  private static final int NONCE = 1;

  static List<ConstantTimeCurve> curves() {
    return List.of(Curves.ed25519(), Curves.secp256k1());
  }

  @ParameterizedTest
  @MethodSource("curves")
  void theNewSharesSignUnderTheSameKeyAndTheOldOnesAreGone(ConstantTimeCurve curve) {
    for (int n = 2; n <= 5; n++) {
      var old = Groups.generate(curve, n, 1);
      var before = old.get(1).publicKeys();
      var pending = pending(new Network(refresh(curve, old, 2)).run());
      // Until the commit, the old shares sign.
      assertThat(verifies(curve, old)).isTrue();

      var renewed = new TreeMap<Integer, KeyShare>();
      new Network(commit(curve, old, pending))
          .run()
          .forEach((party, outcome) -> renewed.put(party, (KeyShare) Groups.result(outcome)));

      var after = renewed.get(1).publicKeys();
      assertThat(after.groupPublicKey()).isEqualTo(before.groupPublicKey());
      assertThat(after.chainCode()).isEqualTo(before.chainCode());
      for (int member : before.members()) {
        assertThat(after.verificationShare(member)).isNotEqualTo(before.verificationShare(member));
        assertThat(renewed.get(member).publicKeys()).isEqualTo(after);
      }
      assertThat(verifies(curve, renewed)).isTrue();
      assertThat(old.get(1).secret()).hasToString("SecretScalar[wiped]");
    }
  }

  @ParameterizedTest
  @MethodSource("curves")
  void oldAndNewSharesDoNotAddUp(ConstantTimeCurve curve) throws Exception {
    var old = Groups.generate(curve, 2, 1);
    var copy = old.get(2).secret().copy();
    var pending = pending(new Network(refresh(curve, old, 2)).run());
    var mixed =
        Map.of(1, pending.get(1).keyShare().secret().timesGenerator(), 2, copy.timesGenerator());
    assertThat(PublicKeyPackage.of(curve, mixed).groupPublicKey())
        .isNotEqualTo(old.get(1).groupPublicKey());
  }

  @Test
  void anInconsistentPieceNamesItsDealer() {
    var five = new byte[32];
    five[0] = 5;
    named(
        Attacks.round(4, 1, body -> Bodies.withSecret(body, five)),
        List.of(1),
        AbortReason.WRONG_PIECE);
    named(
        Attacks.round(4, 1, body -> Bodies.withSecret(body, new byte[32])),
        List.of(1),
        AbortReason.ZERO_SHARE);
  }

  @Test
  void aPolynomialOtherThanTheCommittedNamesItsDealer() {
    var other = CborValue.of(Groups.CURVE.generator().encoding());
    for (int element = 0; element < 2; element++) {
      int changed = element;
      named(
          Attacks.round(3, body -> Bodies.withElement(body, COEFFICIENTS, changed, other)),
          List.of(1, 2),
          AbortReason.COMMITMENT_MISMATCH);
    }
    named(
        Attacks.round(3, body -> Bodies.withField(body, NONCE, Encodings.ZERO)),
        List.of(1, 2),
        AbortReason.COMMITMENT_MISMATCH);
    // A constant term would change the key: there is no place for one.
    named(
        Attacks.round(
            3,
            body ->
                Bodies.withFields(
                    body,
                    fields -> {
                      var longer = Bodies.array(fields.get(COEFFICIENTS));
                      longer.addFirst(other);
                      fields.set(COEFFICIENTS, CborValue.array(longer));
                      return fields;
                    })),
        List.of(1, 2),
        AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void differentCommitmentsForTwoPeersAreSeen() {
    var keys = Groups.generate(3, 1);
    var outcomes =
        Attacks.run(
            refresh(Groups.CURVE, keys, 3),
            3,
            Attacks.round(1, 1, body -> Bodies.withField(body, 0, Encodings.ZERO)));
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(3)).isEqualTo(3);
    }
  }

  @Test
  void anotherConfirmationNamesItsSender() {
    named(
        Attacks.round(5, body -> Bodies.withField(body, 0, Encodings.ZERO)),
        List.of(1, 2),
        AbortReason.RESULT_MISMATCH);
  }

  /** Facts: one member dies before the commit. Nothing is lost, and nobody has switched. */
  @Test
  void aMemberThatDiesBeforeTheCommitLeavesAllOldSharesInUse() {
    var old = Groups.generate(3, 1);
    var pending = pending(new Network(refresh(Groups.CURVE, old, 2)).run());
    var sessions = commit(Groups.CURVE, old, pending);
    sessions.remove(3).close();
    var outcomes =
        new Network(sessions)
            .interfere(message -> message.receiver() == 3 ? List.of() : List.of(message))
            .run();
    assertThat(outcomes).isEmpty();
    assertThat(verifies(Groups.CURVE, old)).isTrue();

    // The commit can be tried again, or the refresh given up.
    var again = new Network(commit(Groups.CURVE, old, pending)).run();
    assertThat(again.values()).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
  }

  @Test
  void aRefreshThatWasGivenUpLeavesTheOldShares() {
    var old = Groups.generate(3, 1);
    pending(new Network(refresh(Groups.CURVE, old, 2)).run()).values().forEach(PendingShare::close);
    assertThat(verifies(Groups.CURVE, old)).isTrue();
  }

  @Test
  void anAcknowledgementOfAnotherRefreshIsSeen() {
    var old = Groups.generate(3, 1);
    var one = pending(new Network(refresh(Groups.CURVE, old, 2)).run());
    var other = pending(new Network(refresh(Groups.CURVE, old, 3)).run());
    var sessions = commit(Groups.CURVE, old, one);
    sessions.put(3, commit(Groups.CURVE, old, other).get(3));
    Attacks.assertOtherInput(new Network(sessions).run(), List.of(1, 2), 3);
    assertThat(verifies(Groups.CURVE, old)).isTrue();
  }

  @Test
  void aShareOfAnotherKeyIsNotTakenIntoUse() {
    var old = Groups.generate(3, 1);
    var others = Groups.generate(3, 9);
    var pending = pending(new Network(refresh(Groups.CURVE, others, 2)).run());
    assertThatThrownBy(() -> commit(Groups.CURVE, old, pending))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("new share of the key");
    var two = Groups.generate(2, 1);
    assertThatThrownBy(() ->
            new Refresh(
                Groups.CURVE, Groups.context(1, List.of(1, 2, 3)), two.get(1), Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all members");
  }

  @Test
  void secretsAreWipedHoweverItEnds() {
    var keys = Groups.generate(3, 1);
    for (var lie :
        List.<Interference>of(
            Attacks.round(4, body -> Bodies.withSecret(body, new byte[32])),
            message -> List.of())) {
      var sessions = refresh(Groups.CURVE, keys, 3);
      var found = new ArrayList<Secrets>();
      new Network(sessions)
          .interfereWith(
              3,
              message -> {
                sessions.values().forEach(session -> found.add(Secrets.of(session)));
                return lie.replace(message);
              })
          .run();
      assertThat(found.stream().mapToInt(Secrets::count).sum()).isPositive();
      found.forEach(Secrets::assertWiped);
    }
    assertThat(verifies(Groups.CURVE, keys)).isTrue();
  }

  @Test
  void anyOrderOfMessagesWillDo() {
    for (int seed = 0; seed < 60; seed++) {
      var curve = curves().get(seed % 2);
      var old = Groups.generate(curve, 2 + seed % 3, 1);
      var random = new Random(seed);
      var pending = pending(new Network(refresh(curve, old, seed)).schedule(random).run());
      var renewed = new HashMap<Integer, KeyShare>();
      new Network(commit(curve, old, pending))
          .schedule(random)
          .run()
          .forEach((party, outcome) -> renewed.put(party, (KeyShare) Groups.result(outcome)));
      assertThat(verifies(curve, renewed)).isTrue();
    }
  }

  private static boolean verifies(ConstantTimeCurve curve, Map<Integer, KeyShare> keys) {
    return Groups.sign(curve, keys, SigningKey.ofGroup(), Groups.MESSAGE)
        .verifies(curve, keys.get(1).groupPublicKey(), Groups.MESSAGE);
  }

  private static void named(Interference lie, List<Integer> honest, AbortReason reason) {
    var keys = Groups.generate(3, 1);
    var outcomes = Attacks.run(refresh(Groups.CURVE, keys, 3), 3, lie);
    Attacks.assertAllName(outcomes, honest, reason, 3);
    assertThat(verifies(Groups.CURVE, keys)).isTrue();
  }

  private static SortedMap<Integer, Session<?>> refresh(
      ConstantTimeCurve curve, Map<Integer, KeyShare> keys, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(keys).keySet());
    keys.forEach((party, share) ->
        sessions.put(
            party,
            new Refresh(
                curve, Groups.context(curve, party, parties), share, Groups.random(seed, party))));
    return sessions;
  }

  private static SortedMap<Integer, PendingShare> pending(Map<Integer, Outcome<?>> outcomes) {
    var pending = new TreeMap<Integer, PendingShare>();
    outcomes.forEach((party, outcome) -> pending.put(party, (PendingShare) Groups.result(outcome)));
    return pending;
  }

  private static SortedMap<Integer, Session<?>> commit(
      ConstantTimeCurve curve, Map<Integer, KeyShare> old, Map<Integer, PendingShare> pending) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(old).keySet());
    old.forEach((party, share) ->
        sessions.put(
            party,
            new RefreshCommit(
                curve, Groups.context(curve, party, parties), share, pending.get(party))));
    return sessions;
  }
}
