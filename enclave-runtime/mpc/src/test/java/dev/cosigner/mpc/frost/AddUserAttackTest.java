package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dealers 1 to 3, receivers 4 to 6; dealer 3 or receiver 6 attacks add-user. Whatever happens, the
 * existing group signs as before.
 */
class AddUserAttackTest {
  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(3, 1);
  private static final AddUserPlan PLAN = Groups.plan(KEYS, List.of(4, 5, 6));
  private static final List<Integer> OTHERS = List.of(1, 2, 4, 5, 6);
  private static final int POINTS = 0;
  private static final int NONCE = 1;

  @AfterEach
  void theExistingGroupStillSigns() {
    var signature = Groups.sign(KEYS, Groups.MESSAGE);
    assertThat(signature.verifies(Groups.CURVE, PLAN.publicKeys().groupPublicKey(), Groups.MESSAGE))
        .isTrue();
  }

  static List<List<Integer>> sizes() {
    return List.of(List.of(2, 2), List.of(2, 3), List.of(3, 2), List.of(4, 4), List.of(5, 5));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void groupsOfEverySize(List<Integer> sizes) {
    int n = sizes.get(0);
    var keys = Groups.generate(n, 7);
    var plan = Groups.plan(keys, Groups.range(n + 1, n + sizes.get(1)));
    var second = receive(keys, plan);
    assertThat(second.values().stream().map(KeyShare::groupPublicKey))
        .containsOnly(keys.get(1).groupPublicKey());
    Groups.sign(second, Groups.MESSAGE);
    Groups.sign(keys, Groups.MESSAGE);
  }

  @Test
  void aSecondGroupIsAsGoodAsTheFirst() {
    var second = receive(KEYS, PLAN);
    var third = receive(second, Groups.plan(second, List.of(1, 2)));
    var signature = Groups.sign(third, Groups.MESSAGE);
    assertThat(
            Ed25519Verifiers.verify(
                KEYS.get(1).groupPublicKey().encoding(), Groups.MESSAGE, signature.encoding()))
        .isTrue();
  }

  @Test
  void oldAndNewSharesDoNotMix() {
    var second = receive(KEYS, PLAN);
    var mixed =
        new TreeMap<Integer, KeyShare>(Map.of(1, KEYS.get(1), 5, second.get(5), 6, second.get(6)));
    // No session takes them, ...
    assertThatThrownBy(() -> Groups.signing(mixed, Groups.MESSAGE, 1))
        .isInstanceOf(IllegalArgumentException.class);
    // ... and by themselves they are shares of some other key.
    var verificationShares = new TreeMap<Integer, dev.cosigner.mpc.curve.Point>();
    mixed.forEach((member, share) ->
        verificationShares.put(member, share.publicKeys().verificationShare(member)));
    var otherKey = PublicKeyPackage.of(Groups.CURVE, verificationShares);
    assertThat(otherKey.groupPublicKey()).isNotEqualTo(PLAN.publicKeys().groupPublicKey());
    var stitched = new TreeMap<Integer, KeyShare>();
    mixed.forEach((member, share) ->
        stitched.put(
            member, new KeyShare(Scheme.FROST_ED25519, member, share.secret().copy(), otherKey)));
    var signature = Groups.sign(stitched, Groups.MESSAGE);
    assertThat(signature.verifies(Groups.CURVE, PLAN.publicKeys().groupPublicKey(), Groups.MESSAGE))
        .isFalse();
  }

  @Test
  void aWrongPieceNamesItsDealer() {
    for (int receiver : PLAN.receivers()) {
      var lie = new byte[32];
      lie[0] = 1;
      var outcomes = run(3, Attacks.round(4, receiver, body -> Bodies.withSecret(body, lie)));
      Attacks.assertNames(outcomes.get(receiver), AbortReason.WRONG_PIECE, 3);
      assertNobodyElseEnds(outcomes, receiver);
    }
  }

  @Test
  void aPieceOfZeroIsRefused() {
    var outcomes = run(3, Attacks.round(4, 4, body -> Bodies.withSecret(body, new byte[32])));
    Attacks.assertNames(outcomes.get(4), AbortReason.ZERO_SHARE, 3);
    assertNobodyElseEnds(outcomes, 4);
  }

  @Test
  void piecesOfTwoReceiversAreNotExchanged() {
    var pieces = new TreeMap<Integer, byte[]>();
    run(
        3,
        Attacks.round(
            4,
            body -> {
              pieces.put(pieces.size(), Bodies.secret(body));
              return body;
            }));
    var outcomes = run(3, Attacks.round(4, 4, body -> Bodies.withSecret(body, pieces.get(1))));
    Attacks.assertNames(outcomes.get(4), AbortReason.WRONG_PIECE, 3);
  }

  @Test
  void piecesAddUpToTheDealersPartOfTheKey() {
    rogue(pieces(3), AbortReason.WRONG_SUM_OF_PIECES);
  }

  /** The whole key as the attacker's own: pieces of a share of another key. */
  @Test
  void piecesOfAnotherKeyAreRefused() {
    var other = Groups.generate(3, 2);
    assertThatThrownBy(() ->
            new AddUserDealer(
                Groups.CURVE,
                Groups.context(3, PLAN.parties()),
                PLAN,
                other.get(3),
                Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("member 3");
    var lambda = Frost.deriveInterpolatingValue(Groups.CURVE, PLAN.dealers(), 3);
    var pieces = pieces(2);
    pieces.add(other.get(3).secret().times(lambda).minus(pieces.get(0)).minus(pieces.get(1)));
    rogue(pieces, AbortReason.WRONG_SUM_OF_PIECES);
  }

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
    named(3, Attacks.round(3, body -> Bodies.withElement(body, POINTS, 1, point)), reason);
  }

  @Test
  void pointsAreThoseOfTheCommitment() {
    var other = CborValue.of(Groups.CURVE.generator().encoding());
    named(
        3,
        Attacks.round(3, body -> Bodies.withElement(body, POINTS, 0, other)),
        AbortReason.COMMITMENT_MISMATCH);
    named(
        3,
        Attacks.round(3, body -> Bodies.withField(body, NONCE, Encodings.ZERO)),
        AbortReason.COMMITMENT_MISMATCH);
  }

  @Test
  void thereIsAPointForEveryReceiver() {
    named(
        3,
        Attacks.round(
            3,
            body ->
                Bodies.withFields(
                    body,
                    fields -> {
                      fields.set(
                          POINTS, CborValue.array(Bodies.array(fields.get(POINTS)).subList(0, 2)));
                      return fields;
                    })),
        AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void differentCommitmentsForAReceiverAndADealerAreSeen() {
    var outcomes = run(3, Attacks.round(1, 4, body -> Bodies.withField(body, 0, Encodings.ZERO)));
    for (int party : OTHERS) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(3)).isEqualTo(3);
      assertThat(aborted.detail()).contains("party 3");
    }
  }

  @Test
  void aReceiversEchoThatLiesNamesItToTheOneItLiesAbout() {
    var outcomes = run(6, Attacks.round(2, body -> Bodies.withElement(body, 0, 1, Encodings.ZERO)));
    Attacks.assertNames(outcomes.get(2), AbortReason.EQUIVOCATION, 6);
    assertThat(((Outcome.Aborted<?>) outcomes.get(4)).culprit()).isEmpty();
  }

  @Test
  void aReceiverThatConfirmsAnotherResultIsNamed() {
    var outcomes = run(6, Attacks.round(5, body -> Bodies.withField(body, 0, Encodings.ZERO)));
    Attacks.assertAllName(outcomes, List.of(1, 2, 3, 4, 5), AbortReason.RESULT_MISMATCH, 6);
  }

  @Test
  void receiversDoNotDealAndDealersDoNotConfirm() {
    for (var liar : new int[][] {{6, 2, 1}, {6, 2, 3}, {6, 2, 4}, {3, 1, 5}}) {
      var outcomes =
          run(
              liar[0],
              Attacks.round(
                  liar[1], body -> Bodies.with(body, Bodies.ROUND, CborValue.of(liar[2]))));
      var honest = new ArrayList<>(PLAN.parties());
      honest.remove(Integer.valueOf(liar[0]));
      Attacks.assertAllName(outcomes, honest, AbortReason.WRONG_ROUND, liar[0]);
    }
  }

  @Test
  void aPieceIsNotForADealer() {
    var outcomes =
        run(
            3,
            message ->
                Bodies.round(message.body()) == 4 && message.receiver() == 4
                    ? List.of(
                        new Network.Message(
                            3,
                            1,
                            true,
                            Bodies.with(message.body(), Bodies.RECEIVER, CborValue.of(1))))
                    : List.of(message));
    Attacks.assertNames(outcomes.get(1), AbortReason.WRONG_ROUND, 3);
  }

  @Test
  void withoutOneDealerNothingComesOut() {
    assertThat(run(3, message -> List.of())).isEmpty();
    assertThat(run(3, message -> Bodies.round(message.body()) == 4 ? List.of() : List.of(message)))
        .isEmpty();
  }

  @Test
  void membersOfAnotherPlanAreSeen() {
    var sessions = Groups.addUser(KEYS, PLAN, 1);
    var otherGroup = new AddUserPlan(PLAN.publicKeys(), Bytes32.of(Groups.id(8)), PLAN.receivers());
    sessions.put(3, Groups.addUser(KEYS, otherGroup, 1).get(3));
    Attacks.assertOtherInput(new Network(sessions).run(), OTHERS, 3);
  }

  @Test
  void theExistingGroupOfAnotherKeyIsSeen() {
    var others = Groups.generate(3, 2);
    var sessions = Groups.addUser(others, Groups.plan(others, PLAN.receivers()), 1);
    sessions.put(4, Groups.addUser(KEYS, PLAN, 1).get(4));
    var aborted = (Outcome.Aborted<?>) new Network(sessions).run().get(4);
    assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
  }

  @Test
  void newMembersHaveNewNumbers() {
    assertThatThrownBy(() -> Groups.plan(KEYS, List.of(3, 4, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("new numbers");
    for (var receivers : List.of(List.of(4), List.of(4, 4), List.of(0, 4), List.<Integer>of())) {
      assertThatThrownBy(() -> Groups.plan(KEYS, receivers))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void partiesAreThoseOfThePlan() {
    assertThatThrownBy(() ->
            new AddUserReceiver(Groups.CURVE, Groups.context(4, List.of(1, 2, 4, 5, 6)), PLAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all dealers and receivers");
    assertThatThrownBy(
            () -> new AddUserReceiver(Groups.CURVE, Groups.context(1, PLAN.parties()), PLAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("receivers");
    assertThatThrownBy(() ->
            new AddUserDealer(
                Groups.CURVE,
                Groups.context(2, PLAN.parties()),
                PLAN,
                KEYS.get(1),
                Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("member 2");
  }

  @Test
  void dealersDrawAnewEveryTime() {
    var first = receive(KEYS, PLAN);
    var again = new TreeMap<Integer, KeyShare>();
    new Network(Groups.addUser(KEYS, PLAN, 77))
        .run()
        .forEach((party, outcome) -> keep(again, party, outcome));
    assertThat(again.get(4).publicKeys().verificationShare(4))
        .isNotEqualTo(first.get(4).publicKeys().verificationShare(4));
  }

  @Test
  void secretsAreWipedHoweverItEnds() {
    for (var lie :
        List.<Interference>of(
            List::of,
            Attacks.round(4, 4, body -> Bodies.withSecret(body, new byte[32])),
            message ->
                message.sender() == 6 && Bodies.round(message.body()) == 5
                    ? List.of()
                    : List.of(message),
            message -> List.of())) {
      var sessions = Groups.addUser(KEYS, PLAN, 3);
      var found = new ArrayList<Secrets>();
      var network = new Network(sessions);
      network.interfere(message -> {
        sessions.values().forEach(session -> found.add(Secrets.of(session)));
        return lie.replace(message);
      });
      var outcomes = network.run();
      assertThat(found.stream().mapToInt(Secrets::count).sum()).isPositive();
      var results =
          outcomes.values().stream()
              .filter(Outcome.Done.class::isInstance)
              .map(Groups::result)
              .toList();
      found.forEach(secrets -> secrets.except(Secrets.of(results)).assertWiped());
    }
  }

  private static void assertNobodyElseEnds(Map<Integer, Outcome<?>> outcomes, int receiver) {
    assertThat(outcomes).containsOnlyKeys(receiver);
  }

  private static List<SecretScalar> pieces(int count) {
    var random = Groups.random(5, 5);
    var pieces = new ArrayList<SecretScalar>();
    for (int i = 0; i < count; i++) {
      pieces.add(Groups.CURVE.randomSecret(random));
    }
    return pieces;
  }

  private static void rogue(List<SecretScalar> pieces, AbortReason reason) {
    Map<Integer, Session<?>> sessions = Groups.addUser(KEYS, PLAN, 1);
    sessions.put(3, new RogueDealer(Groups.context(3, PLAN.parties()), PLAN, pieces));
    Attacks.assertAllName(new Network(sessions).run(), OTHERS, reason, 3);
    // What was sent is wiped at its sender, even at one that wipes nothing itself.
    assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasToString("SecretScalar[wiped]"));
  }

  private static void named(int liar, Interference lie, AbortReason reason) {
    Attacks.assertAllName(run(liar, lie), OTHERS, reason, liar);
  }

  private static Map<Integer, Outcome<?>> run(int liar, Interference lie) {
    return Attacks.run(Groups.addUser(KEYS, PLAN, 1), liar, lie);
  }

  private static SortedMap<Integer, KeyShare> receive(
      Map<Integer, KeyShare> keys, AddUserPlan plan) {
    var received = new TreeMap<Integer, KeyShare>();
    new Network(Groups.addUser(keys, plan, 1))
        .run()
        .forEach((party, outcome) -> keep(received, party, outcome));
    assertThat(received.keySet()).containsExactlyElementsOf(plan.receivers());
    return received;
  }

  private static void keep(Map<Integer, KeyShare> received, int party, Outcome<?> outcome) {
    if (Groups.result(outcome) instanceof KeyShare share) {
      received.put(party, share);
    }
  }
}
