package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.AddUserDealer;
import dev.cosigner.mpc.frost.AddUserPlan;
import dev.cosigner.mpc.frost.AddUserReceiver;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PendingShare;
import dev.cosigner.mpc.frost.Refresh;
import dev.cosigner.mpc.frost.RefreshCommit;
import dev.cosigner.mpc.transcript.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A key outlives its shares: a second group, and new shares and moduli for the first one. */
class EcdsaLifeTest {
  private static final DerivationPath PATH = DerivationPath.of(0, 3);

  @Test
  void aSecondGroupSignsUnderTheSameKey() {
    var first = EcdsaGroups.generate(2, 1);
    var firstKeys = EcdsaGroups.auxiliaryKeys(first, 2);
    var plan =
        new AddUserPlan(first.get(1).publicKeys(), Bytes32.of(EcdsaGroups.id(9)), List.of(3, 4, 5));

    var sessions = new TreeMap<Integer, Session<?>>();
    for (int dealer : plan.dealers()) {
      sessions.put(
          dealer,
          new AddUserDealer(
              EcdsaGroups.CURVE,
              EcdsaGroups.context(dealer, plan.parties()),
              plan,
              first.get(dealer),
              EcdsaGroups.random(3, dealer)));
    }
    for (int receiver : plan.receivers()) {
      sessions.put(
          receiver,
          new AddUserReceiver(
              EcdsaGroups.CURVE, EcdsaGroups.context(receiver, plan.parties()), plan));
    }
    var second = new TreeMap<Integer, KeyShare>();
    new Network(sessions)
        .run()
        .forEach((party, outcome) -> {
          if (EcdsaGroups.result(outcome) instanceof KeyShare share) {
            second.put(party, share);
          }
        });
    assertThat(second.keySet()).containsExactlyElementsOf(plan.receivers());

    // Fresh moduli, none of which is one of the first group.
    var secondKeys = setup(second, firstKeys.get(1).moduli());
    assertThat(sign(second, secondKeys, 4).verifies(EcdsaGroups.CURVE, key(first), DIGEST))
        .isTrue();
    assertThat(sign(first, firstKeys, 5).verifies(EcdsaGroups.CURVE, key(first), DIGEST)).isTrue();
  }

  @Test
  void theSameGroupGetsNewSharesAndModuli() {
    var old = EcdsaGroups.generate(2, 1);
    var oldKeys = EcdsaGroups.auxiliaryKeys(old, 2);
    var parties = List.of(1, 2);

    var refresh = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      refresh.put(
          party,
          new Refresh(
              EcdsaGroups.CURVE,
              EcdsaGroups.context(party, parties),
              old.get(party),
              EcdsaGroups.random(3, party)));
    }
    var pending = EcdsaGroups.results(PendingShare.class, new Network(refresh).run());
    var setups = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      setups.put(
          party,
          new AuxiliarySetup(
              EcdsaGroups.prover(4, party),
              EcdsaGroups.context(party, parties),
              pending.get(party).publicKeys(),
              EcdsaGroups.secrets(party + 2),
              oldKeys.get(party).moduli()));
    }
    var newKeys = EcdsaGroups.results(AuxiliaryKeys.class, new Network(setups).run());

    // Nothing has changed yet.
    var key = key(old);
    var unused = EcdsaGroups.presign(old, oldKeys, 8);
    var signing = EcdsaGroups.signing(unused, PATH, DIGEST, 8);
    var unfinished = EcdsaGroups.presigning(old, oldKeys, 1, 9);
    assertThat(sign(old, oldKeys, 5).verifies(EcdsaGroups.CURVE, key, DIGEST)).isTrue();

    var commit = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      commit.put(
          party,
          new RefreshCommit(
              EcdsaGroups.CURVE,
              EcdsaGroups.context(party, parties),
              old.get(party),
              pending.get(party)));
    }
    var renewed = EcdsaGroups.results(KeyShare.class, new Network(commit).run());
    assertNothingOutlivesTheRefresh(unused, signing, unfinished);
    assertThatThrownBy(() -> EcdsaGroups.presigning(renewed, oldKeys, 1, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made for the shares in use");
    assertThatThrownBy(() -> EcdsaGroups.presigning(old, oldKeys, 1, 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
    oldKeys.values().forEach(AuxiliaryKeys::close);
    assertThat(renewed.get(1).publicKeys()).isNotEqualTo(old.get(1).publicKeys());
    assertThat(sign(renewed, newKeys, 6).verifies(EcdsaGroups.CURVE, key, DIGEST)).isTrue();
  }

  /** Presignatures of the old shares sign nothing, nor do those that were still being made. */
  private static void assertNothingOutlivesTheRefresh(
      SortedMap<Integer, Presignature> unused,
      SortedMap<Integer, Session<?>> signing,
      SortedMap<Integer, Session<?>> unfinished) {
    assertThat(unused.get(1).isFresh()).isFalse();
    assertThatThrownBy(() -> signing.get(1).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("made before a refresh");
    new Network(unfinished)
        .run()
        .forEach((party, outcome) -> {
          var late = (Presignature) ((List<?>) EcdsaGroups.result(outcome)).getFirst();
          assertThat(late.isFresh()).isFalse();
          assertThatThrownBy(late::consume).hasMessageContaining("made before a refresh");
        });
  }

  private static final byte[] DIGEST = EcdsaGroups.DIGEST;

  private static Point key(Map<Integer, KeyShare> shares) {
    var publicKeys = shares.values().iterator().next().publicKeys();
    return Signing.publicKey(EcdsaGroups.CURVE, publicKeys, PATH);
  }

  private static SortedMap<Integer, AuxiliaryKeys> setup(
      SortedMap<Integer, KeyShare> shares, List<BigInteger> others) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = new ArrayList<>(shares.keySet());
    shares.forEach((party, share) ->
        sessions.put(
            party,
            new AuxiliarySetup(
                EcdsaGroups.prover(7, party),
                EcdsaGroups.context(party, parties),
                share.publicKeys(),
                EcdsaGroups.secrets(party),
                others)));
    return EcdsaGroups.results(AuxiliaryKeys.class, new Network(sessions).run());
  }

  private static Signature sign(
      SortedMap<Integer, KeyShare> shares, SortedMap<Integer, AuxiliaryKeys> keys, int seed) {
    var signing = EcdsaGroups.signing(EcdsaGroups.presign(shares, keys, seed), PATH, DIGEST, seed);
    return (Signature) EcdsaGroups.result(new Network(signing).run().get(shares.firstKey()));
  }
}
