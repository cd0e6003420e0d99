package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing without a presignature: presigning and signing as one session. */
class DirectSigningTest {
  private static final DerivationPath PATH = DerivationPath.of(0, 7);
  private static final byte[] DIGEST = EcdsaGroups.DIGEST;

  private static SortedMap<Integer, KeyShare> shares;
  private static SortedMap<Integer, AuxiliaryKeys> keys;

  @BeforeAll
  static void generate() {
    shares = EcdsaGroups.generate(3, 1);
    keys = EcdsaGroups.auxiliaryKeys(shares, 1);
  }

  private static SortedMap<Integer, DirectSigning> sessions(long seed, Workers workers) {
    var sessions = new TreeMap<Integer, DirectSigning>();
    for (int party : shares.keySet()) {
      var prover = EcdsaGroups.prover(seed, party);
      sessions.put(
          party,
          new DirectSigning(
              prover,
              EcdsaGroups.context((int) seed, party, List.copyOf(shares.keySet())),
              shares.get(party),
              keys.get(party),
              Randomisers.fresh(keys.get(party), prover.random()),
              workers,
              PATH,
              DIGEST));
    }
    return sessions;
  }

  private static void assertSigned(SortedMap<Integer, Outcome<?>> outcomes) {
    var publicKey = Signing.publicKey(EcdsaGroups.CURVE, shares.get(1).publicKeys(), PATH);
    var signatures = EcdsaGroups.results(Signature.class, outcomes).values();
    assertThat(signatures)
        .hasSize(3)
        .allMatch(signature -> signature.verifies(EcdsaGroups.CURVE, publicKey, DIGEST));
    assertThat(signatures.stream().distinct()).hasSize(1);
  }

  @Test
  void oneSessionSigns() {
    assertSigned(new Network(sessions(1, Workers.NONE)).run());
  }

  @Test
  void messagesMayComeInAnyOrderAndTwice() {
    for (int seed = 2; seed < 8; seed++) {
      assertSigned(new Network(sessions(seed, Workers.NONE)).schedule(new Random(seed)).run());
    }
  }

  @Test
  void twoThreadsSignAsOneDoes() {
    try (var threads = Executors.newFixedThreadPool(2)) {
      assertSigned(new Network(sessions(9, Workers.of(threads))).run());
    }
  }

  @Test
  void aBadProofIsRefusedAndItsProverNamed() {
    // The last byte of a round's fields is in its last proof.
    for (int round = 1; round <= 2; round++) {
      int victim = round;
      var outcomes =
          new Network(sessions(10 + round, Workers.NONE))
              .interfereWith(
                  2,
                  message -> {
                    var body = message.body().clone();
                    if (isPresigning(message, victim)) {
                      body[body.length - 1] ^= 1;
                    }
                    return List.of(
                        new Network.Message(
                            message.sender(), message.receiver(), message.confidential(), body));
                  })
              .run();
      assertThat(outcomes.get(3))
          .isInstanceOfSatisfying(
              Outcome.Aborted.class,
              aborted -> {
                assertThat(aborted.reason()).isEqualTo(AbortReason.INVALID_PROOF);
                assertThat(aborted.culprit()).hasValue(2);
              });
    }
  }

  private static boolean isPresigning(Network.Message message, int round) {
    return Bodies.items(message.body()).get(1).equals(CborValue.of(Presigning.PROTOCOL.name()))
        && Bodies.round(message.body()) == round;
  }

  @Test
  void aPeerCannotFillTheMemory() {
    var session = sessions(20, Workers.NONE).get(1);
    session.start();
    var acceptance = new ArrayList<byte[]>();
    for (int i = 0; i < 3; i++) {
      acceptance.add(acceptanceOf(i));
    }
    assertThat(session.accept(2, acceptance.get(0))).isInstanceOf(Outcome.Progress.class);
    assertThat(session.accept(2, acceptance.get(0))).isInstanceOf(Outcome.Progress.class);
    assertThat(session.accept(3, acceptance.get(2))).isInstanceOf(Outcome.Progress.class);
    assertThat(session.accept(2, acceptance.get(1))).isInstanceOf(Outcome.Progress.class);
    assertThat(session.accept(2, acceptance.get(2)))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> {
              assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
              assertThat(aborted.culprit()).hasValue(2);
            });
    assertThatThrownBy(() -> session.accept(2, acceptance.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  /** The second party's first message of a signing with another presignature. */
  private static byte[] acceptanceOf(long seed) {
    var presignatures = EcdsaGroups.presign(shares, keys, 30 + seed);
    var sessions = EcdsaGroups.signing(presignatures, PATH, DIGEST, seed);
    var started = (Outcome.Progress<?>) sessions.get(2).start();
    sessions.values().forEach(Session::close);
    presignatures.values().forEach(Presignature::close);
    return started.messages().getFirst().body();
  }

  @Test
  void aSigningMessageOfAnotherSessionIsRefusedWhenItsTurnComes() {
    var sessions = sessions(40, Workers.NONE);
    var foreign = acceptanceOf(1);
    sessions.get(1).accept(2, foreign);
    var outcomes = new Network(sessions).run();
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> {
              assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_SESSION);
              assertThat(aborted.culprit()).hasValue(2);
            });
  }

  @Test
  void whatCannotBeSignedIsRefusedAtOnce() {
    var prover = EcdsaGroups.prover(50, 1);
    assertThatThrownBy(() ->
            new DirectSigning(
                prover,
                EcdsaGroups.context(50, 1, List.of(1, 2, 3)),
                shares.get(1),
                keys.get(1),
                Randomisers.fresh(keys.get(1), prover.random()),
                Workers.NONE,
                PATH,
                Arrays.copyOf(DIGEST, 31)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("digest of 32 bytes, found 31");
  }

  @Test
  void aStrangerIsNoParty() {
    Session<Signature> session = sessions(60, Workers.NONE).get(1);
    session.start();
    var acceptance = acceptanceOf(1);
    for (int stranger : new int[] {1, 4}) {
      assertThatThrownBy(() -> session.accept(stranger, acceptance))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one of the other parties");
    }
  }
}
