package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One member attacks signing; the others name it. */
class SigningAttackTest {
  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(3, 1);
  private static final List<Integer> PARTIES = List.of(1, 2, 3);
  private static final int HIDING = 0;
  private static final int BINDING = 1;
  private static final int PACKAGE = 0;
  private static final int SHARE = 1;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBadShareNamesItsSender(int liar) {
    named(
        liar,
        Attacks.round(2, body -> Bodies.withField(body, SHARE, scalar(5))),
        AbortReason.WRONG_SIGNATURE_SHARE);
    named(
        liar,
        Attacks.round(2, body -> Bodies.withField(body, SHARE, Encodings.ZERO)),
        AbortReason.WRONG_SIGNATURE_SHARE);
    named(
        liar,
        Attacks.round(2, body -> Bodies.withField(body, SHARE, Encodings.ORDER)),
        AbortReason.NON_CANONICAL_SCALAR);
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
  void invalidCommitments(String encoding, AbortReason reason) throws Exception {
    var point = (CborValue) Encodings.class.getDeclaredField(encoding).get(null);
    named(3, Attacks.round(1, body -> Bodies.withField(body, HIDING, point)), reason);
    named(3, Attacks.round(1, body -> Bodies.withField(body, BINDING, point)), reason);
  }

  @Test
  void aShareForOtherNoncesThanTheCommittedIsWrong() {
    // Everybody gets the same other commitment; its sender signs with the nonces that it does not
    // belong to.
    var other = CborValue.of(Groups.CURVE.generator().encoding());
    var outcomes = run(3, Attacks.round(1, body -> Bodies.withField(body, HIDING, other)));
    for (int party : List.of(1, 2)) {
      // Its echo names the commitment that it believes to have sent.
      Attacks.assertNames(outcomes.get(party), AbortReason.EQUIVOCATION, 3);
    }
  }

  @Test
  void differentCommitmentsForTwoPeersAreSeen() {
    var other = CborValue.of(Groups.CURVE.generator().encoding());
    var outcomes = run(3, Attacks.round(1, 1, body -> Bodies.withField(body, BINDING, other)));
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(3)).isEqualTo(3);
      assertThat(aborted.detail()).contains("party 3");
    }
  }

  @Test
  void aSigningPackageThatLiesAboutAnHonestPartyNamesTheLiarToThatParty() {
    var outcomes =
        run(3, Attacks.round(2, body -> Bodies.withElement(body, PACKAGE, 1, Encodings.ZERO)));
    Attacks.assertNames(outcomes.get(2), AbortReason.EQUIVOCATION, 3);
    assertThat(((Outcome.Aborted<?>) outcomes.get(1)).culprit()).isEmpty();
  }

  @Test
  void aMemberThatSignsSomethingElseIsSeenBeforeAnyShareIsSent() {
    var sessions = Groups.signing(KEYS, Groups.MESSAGE, 2);
    sessions.put(3, Groups.signing(KEYS, "pay more".getBytes(UTF_8), 2).get(3));
    var rounds = new HashSet<Integer>();
    var outcomes =
        new Network(sessions)
            .interfere(message -> {
              rounds.add(Bodies.round(message.body()));
              return List.of(message);
            })
            .run();
    Attacks.assertOtherInput(outcomes, List.of(1, 2), 3);
    assertThat(rounds).containsExactly(1);
  }

  @Test
  void aMemberOfAnotherKeyIsSeenBeforeAnyShareIsSent() {
    var sessions = Groups.signing(KEYS, Groups.MESSAGE, 2);
    sessions.put(3, Groups.signing(Groups.generate(3, 2), Groups.MESSAGE, 2).get(3));
    Attacks.assertOtherInput(new Network(sessions).run(), List.of(1, 2), 3);
  }

  @Test
  void allMembersSign() {
    var two = new TreeMap<>(KEYS);
    two.remove(3);
    assertThatThrownBy(() -> Groups.signing(two, Groups.MESSAGE, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all members [1, 2, 3]");
    assertThatThrownBy(() ->
            new Signing(
                Groups.CURVE,
                Groups.context(2, PARTIES),
                KEYS.get(1),
                SigningKey.ofGroup(),
                Groups.MESSAGE,
                Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 as self");
    assertThat(run(3, message -> List.of())).isEmpty();
  }

  /**
   * RUSTSEC-2022-0093: the public key comes with the share, and there is no way to make a share
   * with another.
   */
  @Test
  void nobodySignsUnderAPublicKeyOfTheCaller() {
    assertThat(KeyShare.class.getConstructors()).isEmpty();
    assertThat(Signing.class.getConstructors()).hasSize(1);
    assertThat(Signing.class.getConstructors()[0].getParameterTypes())
        .doesNotContain(Point.class, PublicKeyPackage.class);
    assertThat(Modifier.isPublic(Frost.class.getModifiers())).isFalse();
    assertThatThrownBy(() ->
            new KeyShare(
                Scheme.FROST_ED25519, 1, KEYS.get(2).secret().copy(), KEYS.get(1).publicKeys()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noncesAreFreshEveryTime() {
    assertThat(Groups.result(new Network(Groups.signing(KEYS, Groups.MESSAGE, 1)).run().get(1)))
        .isNotEqualTo(
            Groups.result(new Network(Groups.signing(KEYS, Groups.MESSAGE, 2)).run().get(1)));
  }

  @Test
  void noncesAreConsumed() {
    var nonces =
        Frost.commit(FrostEd25519.SUITE, Groups.CURVE, KEYS.get(1).secret(), Groups.random(1, 1));
    var commitments = new TreeMap<>(Map.of(1, nonces.commitment(), 2, nonces.commitment()));
    assertThat(sign(nonces, commitments)).isNotNull();
    assertThatThrownBy(() -> sign(nonces, commitments))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fresh nonces");
    nonces.close();
  }

  @Test
  void noncesAreGoneEvenIfSigningFails() {
    var nonces =
        Frost.commit(FrostEd25519.SUITE, Groups.CURVE, KEYS.get(1).secret(), Groups.random(1, 1));
    var other =
        Frost.commit(FrostEd25519.SUITE, Groups.CURVE, KEYS.get(1).secret(), Groups.random(2, 1))
            .commitment();
    var commitments = new TreeMap<>(Map.of(1, other, 2, other));
    assertThatThrownBy(() -> sign(nonces, commitments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commitment of these nonces");
    assertThatThrownBy(nonces::consume).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void secretsAreWipedHoweverItEnds() {
    for (var lie :
        List.<Interference>of(
            List::of,
            Attacks.round(2, body -> Bodies.withField(body, SHARE, Encodings.ZERO)),
            message -> List.of())) {
      var sessions = Groups.signing(KEYS, Groups.MESSAGE, 3);
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
    assertThat(KEYS.get(1).secret().isZero()).isFalse();
  }

  @Test
  void aClosedShareSignsNothing() {
    var keys = Groups.generate(2, 5);
    keys.get(1).close();
    Session<?> session = Groups.signing(keys, Groups.MESSAGE, 1).get(1);
    assertThatThrownBy(session::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
    assertThatThrownBy(session::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended");
  }

  @Test
  void nothingIsPrinted() {
    assertThat(KEYS.get(1).toString()).doesNotContain(hex(KEYS.get(1).secret().reveal()));
    assertThat(KEYS.get(1))
        .asString()
        .contains("member 1", KEYS.get(1).groupPublicKey().toString());
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static Object sign(
      SigningNonces nonces, SortedMap<Integer, SigningCommitment> commitments) {
    var signingPackage =
        SigningPackage.of(
            FrostEd25519.SUITE,
            Groups.CURVE,
            EffectiveKey.of(Groups.CURVE, KEYS.get(1).groupPublicKey()),
            commitments,
            Groups.MESSAGE);
    return Frost.sign(Groups.CURVE, 1, KEYS.get(1).secret(), nonces, signingPackage);
  }

  private static CborValue scalar(int value) {
    return CborValue.of(Groups.CURVE.scalar(value).encoding());
  }

  private static void named(int liar, Interference lie, AbortReason reason) {
    var honest = new ArrayList<>(PARTIES);
    honest.remove(Integer.valueOf(liar));
    Attacks.assertAllName(run(liar, lie), honest, reason, liar);
  }

  /** What became of the others. */
  private static Map<Integer, Outcome<?>> run(int liar, Interference lie) {
    var outcomes = Attacks.run(Groups.signing(KEYS, Groups.MESSAGE, 1), liar, lie);
    outcomes.remove(liar);
    return outcomes;
  }

  @Test
  void theMessageIsCopied() {
    var message = Groups.MESSAGE.clone();
    var sessions = Groups.signing(KEYS, message, 1);
    Arrays.fill(message, (byte) 0);
    var signature = (Signature) Groups.result(new Network(sessions).run().get(1));
    assertThat(signature.verifies(Groups.CURVE, KEYS.get(1).groupPublicKey(), Groups.MESSAGE))
        .isTrue();
  }
}
