package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import fr.acinq.secp256k1.Secp256k1;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member attacks signing with a presignature, or a presignature is misused. */
class SigningAttackTest {
  private static final DerivationPath PATH = DerivationPath.of(0, 1);
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(3, 1);
  private static final SortedMap<Integer, Presignature> PRESIGNATURES =
      EcdsaGroups.presign(SHARES, EcdsaGroups.auxiliaryKeys(SHARES, 2), 3);

  /** Presignatures that nobody has used, of the same secrets: only a test can have them. */
  private static SortedMap<Integer, Presignature> presignatures() {
    var copies = new TreeMap<Integer, Presignature>();
    PRESIGNATURES.forEach((member, original) -> copies.put(member, copy(original)));
    return copies;
  }

  private static Presignature copy(Presignature original) {
    var parts = new TreeMap<Integer, Presignature.Parts>();
    original.publicKeys().members().forEach(m -> parts.put(m, original.parts(m)));
    try {
      var field = Presignature.class.getDeclaredField("shares");
      field.setAccessible(true);
      var shares = (Presignature.Shares) field.get(original);
      return new Presignature(
          original.id(),
          original.keyShare(),
          original.nonce(),
          parts,
          new Presignature.Shares(shares.k().copy(), shares.chi().copy()));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("expected the shares of a presignature", e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBadShareNamesItsSender(int liar) {
    var curve = EcdsaGroups.CURVE;
    for (var share : List.of(curve.scalar(0), curve.scalar(5))) {
      var outcomes =
          run(liar, round(2, body -> Bodies.withField(body, 1, CborValue.of(share.encoding()))));
      for (int party : List.of(1, 2, 3)) {
        if (party != liar) {
          assertNames(outcomes.get(party), liar, AbortReason.WRONG_SIGNATURE_SHARE);
        }
      }
    }
    // 32 bytes after one that is no more than a sign.
    var order = CborValue.of(Arrays.copyOfRange(curve.order().toByteArray(), 1, 33));
    assertNames(
        run(liar, round(2, body -> Bodies.withField(body, 1, order))).get(liar == 1 ? 2 : 1),
        liar,
        AbortReason.NON_CANONICAL_SCALAR);
  }

  /** With other acceptances at two members, their nonces would differ. */
  @Test
  void differentAcceptancesForTwoPeersAreSeen() {
    var outcomes =
        new Network(signing(presignatures()))
            .interfereWith(
                3,
                message ->
                    message.receiver() == 1 && Bodies.round(message.body()) == 1
                        ? List.of(
                            with(
                                message,
                                Bodies.withField(message.body(), 0, CborValue.of(new byte[32]))))
                        : List.of(message))
            .run();
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(3)).isEqualTo(3);
    }
  }

  @Test
  void aMemberThatSignsSomethingElseIsSeenBeforeAnyShareIsSent() {
    for (var other :
        List.of(
            EcdsaGroups.signing(presignatures(), PATH, EcdsaGroups.id(8), 4).get(3),
            EcdsaGroups.signing(presignatures(), DerivationPath.of(0, 2), EcdsaGroups.DIGEST, 4)
                .get(3))) {
      var sessions = signing(presignatures());
      sessions.put(3, other);
      var rounds = new HashSet<Integer>();
      var outcomes =
          new Network(sessions)
              .interfere(message -> {
                rounds.add(Bodies.round(message.body()));
                return List.of(message);
              })
              .run();
      for (int party : List.of(1, 2)) {
        var aborted = (Outcome.Aborted<?>) outcomes.get(party);
        assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
        assertThat(aborted.detail()).contains("party 3");
      }
      assertThat(rounds).containsExactly(1);
    }
  }

  /** CVE-2025-66017: two messages on one presignature. */
  @Test
  void aPresignatureSignsOnce() {
    var presignatures = presignatures();
    assertThat(new Network(signing(presignatures)).run().values())
        .allMatch(outcome -> outcome instanceof Outcome.Done<?>);
    assertThat(presignatures.get(1).isFresh()).isFalse();
    var again = EcdsaGroups.signing(presignatures, PATH, EcdsaGroups.id(8), 5);
    assertThatThrownBy(() -> again.get(1).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fresh presignature");
  }

  @Test
  void aPresignatureIsGoneHoweverSigningEnds() {
    var presignatures = presignatures();
    var sessions = signing(presignatures);
    sessions.get(1).start();
    sessions.get(1).close();
    assertThat(presignatures.get(1).isFresh()).isFalse();

    var closed = presignatures();
    closed.get(1).close();
    assertThatThrownBy(() -> signing(closed).get(1).start())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPresignatureCannotBeCopiedOrStored() {
    assertThat(Presignature.class.getConstructors()).isEmpty();
    assertThat(Serializable.class.isAssignableFrom(Presignature.class)).isFalse();
    assertThat(Cloneable.class.isAssignableFrom(Presignature.class)).isFalse();
    assertThat(PRESIGNATURES.get(1)).hasToString("Presignature[" + PRESIGNATURES.get(1).id() + "]");
    // What is public of it is not enough to sign.
    assertThat(
            List.of(Presignature.class.getMethods()).stream()
                .filter(m -> m.getDeclaringClass() == Presignature.class)
                .map(m -> m.getName()))
        .containsExactlyInAnyOrder("id", "publicKeys", "isFresh", "close", "toString");
  }

  /**
   * CVE-2025-66017: the nonce is another one for every message, every child and every acceptance,
   * and never the presignature's own.
   */
  @Test
  void theNonceDependsOnAllThatIsSigned() {
    var nonces = new HashSet<Object>();
    nonces.add(Signature.r(EcdsaGroups.CURVE, PRESIGNATURES.get(1).nonce()));
    int runs = 0;
    for (var path : List.of(PATH, DerivationPath.of(0, 2), DerivationPath.ROOT)) {
      for (int digest = 1; digest <= 2; digest++) {
        for (int seed = 1; seed <= 2; seed++) {
          var sessions = EcdsaGroups.signing(presignatures(), path, EcdsaGroups.id(digest), seed);
          nonces.add(((Signature) EcdsaGroups.result(new Network(sessions).run().get(1))).r());
          runs++;
        }
      }
    }
    assertThat(nonces).hasSize(runs + 1);
  }

  @Test
  void bothHalvesOfSAreMadeLow() {
    var curve = EcdsaGroups.CURVE;
    var publicKey = Signing.publicKey(curve, SHARES.get(1).publicKeys(), PATH);
    var ids = new HashSet<Integer>();
    for (int digest = 0; digest < 16; digest++) {
      var sessions = EcdsaGroups.signing(presignatures(), PATH, EcdsaGroups.id(digest), 4);
      var signature = (Signature) EcdsaGroups.result(new Network(sessions).run().get(2));
      assertThat(signature.isLow(curve)).isTrue();
      assertThat(signature.verifies(curve, publicKey, EcdsaGroups.id(digest))).isTrue();
      var recovered =
          Secp256k1.get()
              .ecdsaRecover(signature.encoding(), EcdsaGroups.id(digest), signature.recoveryId());
      assertThat(Secp256k1.get().pubKeyCompress(recovered)).isEqualTo(publicKey.encoding());
      ids.add(signature.recoveryId());
    }
    assertThat(ids).contains(0, 1);
    // Half the order is the highest low s.
    var half = curve.scalar(curve.order().shiftRight(1));
    assertThat(new Signature(half, half, 0).isLow(curve)).isTrue();
    assertThat(new Signature(half, curve.add(half, curve.scalar(1)), 0).isLow(curve)).isFalse();
  }

  @Test
  void degenerateSignaturesVerifyNothing() {
    var curve = EcdsaGroups.CURVE;
    var key = SHARES.get(1).groupPublicKey();
    var zero = curve.scalar(0);
    var one = curve.scalar(1);
    assertThat(new Signature(zero, one, 0).verifies(curve, key, EcdsaGroups.DIGEST)).isFalse();
    assertThat(new Signature(one, zero, 0).verifies(curve, key, EcdsaGroups.DIGEST)).isFalse();
    assertThat(new Signature(one, one, 0).verifies(curve, curve.identity(), EcdsaGroups.DIGEST))
        .isFalse();
    // The nonce's point at infinity: m G + r X = 0 for X = G, r = -m.
    var m = curve.scalar(new BigInteger(1, EcdsaGroups.DIGEST));
    assertThat(
            new Signature(curve.subtract(zero, m), one, 0)
                .verifies(curve, curve.generator(), EcdsaGroups.DIGEST))
        .isFalse();
  }

  @Test
  void othersThanTheMembersAndOtherDigestsAreRefused() {
    var presignature = presignatures().get(1);
    for (var parties : List.of(List.of(1, 2), List.of(1, 2, 3))) {
      for (int self : List.of(1, 2)) {
        if (parties.size() == 3 && self == 1) {
          continue;
        }
        assertThatThrownBy(() ->
                new Signing(
                    EcdsaGroups.CURVE,
                    EcdsaGroups.context(self, parties),
                    presignature,
                    PATH,
                    EcdsaGroups.DIGEST,
                    EcdsaGroups.random(1, 1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("all members [1, 2, 3]");
      }
    }
    assertThatThrownBy(() -> EcdsaGroups.signing(presignatures(), PATH, new byte[31], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31 bytes");
  }

  private static SortedMap<Integer, Session<?>> signing(Map<Integer, Presignature> presignatures) {
    return EcdsaGroups.signing(presignatures, PATH, EcdsaGroups.DIGEST, 4);
  }

  private static Map<Integer, Outcome<?>> run(int liar, Network.Interference lie) {
    var outcomes = new Network(signing(presignatures())).interfereWith(liar, lie).run();
    outcomes.remove(liar);
    return outcomes;
  }

  private static Network.Interference round(int round, UnaryOperator<byte[]> change) {
    return message ->
        Bodies.round(message.body()) == round
            ? List.of(with(message, change.apply(message.body())))
            : List.of(message);
  }

  private static Message with(Message message, byte[] body) {
    return new Message(message.sender(), message.receiver(), message.confidential(), body);
  }

  private static void assertNames(Outcome<?> outcome, int culprit, AbortReason reason) {
    assertThat(outcome).isInstanceOf(Outcome.Aborted.class);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).as(aborted.toString()).isEqualTo(reason);
    assertThat(aborted.culprit()).as(aborted.toString()).hasValue(culprit);
  }
}
