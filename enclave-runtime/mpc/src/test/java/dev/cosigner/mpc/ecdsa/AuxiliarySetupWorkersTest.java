package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The auxiliary set-up on several threads: the same keys, and the same member is named. */
class AuxiliarySetupWorkersTest {
  /** The field with the proofs for each receiver. */
  private static final int FAC = 3;

  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(3, 1);

  private static SortedMap<Integer, Session<?>> setup(Workers workers) {
    var sessions = new TreeMap<Integer, Session<?>>();
    SHARES.forEach((party, share) ->
        sessions.put(
            party,
            new AuxiliarySetup(
                EcdsaGroups.prover(5, party),
                EcdsaGroups.context(party, List.copyOf(SHARES.keySet())),
                share.publicKeys(),
                EcdsaGroups.secrets(party),
                List.of(),
                workers)));
    return sessions;
  }

  @Test
  void twoThreadsSetUpKeys() {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var keys =
          EcdsaGroups.results(AuxiliaryKeys.class, new Network(setup(Workers.of(threads))).run());
      assertThat(keys.get(1).moduli()).isEqualTo(keys.get(3).moduli()).hasSize(6);
      keys.values().forEach(AuxiliaryKeys::close);
    }
  }

  /** Of two whose proofs are bad, the first is named, whoever's check ends first. */
  @Test
  void theFirstWhoLiesIsNamed() {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var workers : List.of(Workers.NONE, Workers.of(threads))) {
        var outcomes =
            new Network(setup(workers)).interfere(AuxiliarySetupWorkersTest::altered).run();
        assertThat(outcomes.get(1))
            .isInstanceOfSatisfying(
                Outcome.Aborted.class,
                aborted -> {
                  assertThat(aborted.reason()).isEqualTo(AbortReason.INVALID_PROOF);
                  assertThat(aborted.culprit()).hasValue(2);
                  assertThat(aborted.detail()).contains("Pi-fac");
                });
      }
    }
  }

  /** Members 2 and 3 give each receiver the Pi-fac that is for the other. */
  private static List<Network.Message> altered(Network.Message message) {
    var body = message.body();
    if (Bodies.round(body) == AuxiliaryMessage.Proofs.ROUND && message.sender() != 1) {
      body =
          Bodies.withFields(
              body,
              fields -> {
                fields.set(FAC, CborValue.array(Bodies.array(fields.get(FAC)).reversed()));
                return fields;
              });
    }
    return List.of(
        new Network.Message(message.sender(), message.receiver(), message.confidential(), body));
  }
}
