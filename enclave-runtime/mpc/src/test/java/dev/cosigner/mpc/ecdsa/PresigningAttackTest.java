package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Confirmation;
import dev.cosigner.mpc.ecdsa.PresigningMessage.ElGamal;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Identification;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Multiplication;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonce;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Opening;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Product;
import dev.cosigner.mpc.ecdsa.RoguePresigning.Lie;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.EncElgProof;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Member 3 attacks presigning; the others name it, and have no presignature. */
class PresigningAttackTest {
  private static final int LIAR = 3;
  private static final List<Integer> PARTIES = List.of(1, 2, 3);
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(3, 1);
  private static final SortedMap<Integer, AuxiliaryKeys> KEYS =
      EcdsaGroups.auxiliaryKeys(SHARES, 2);

  @Test
  void theRogueIsHonestUntilItLies() {
    var outcomes = run(new Lie());
    assertThat(outcomes.values()).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
  }

  @Test
  void ciphertextsThatAreNone() {
    var n = KEYS.get(LIAR).secrets().paillier().publicKey().n();
    // 0, N, N^2 and more; and another number's, which is none's that a proof is of.
    refusedNonce(
        h -> new Nonce(BigInteger.TWO, h.g(), h.a(), h.b(), h.proofsOfK(), h.proofsOfGamma()),
        "Pi-enc-elg k");
    for (var ciphertext :
        List.of(
            BigInteger.ZERO,
            n,
            n.multiply(n),
            BigInteger.TWO.pow(2 * EcdsaGroups.SMALL.modulusBits()).subtract(BigInteger.ONE))) {
      refusedNonce(
          h -> new Nonce(ciphertext, h.g(), h.a(), h.b(), h.proofsOfK(), h.proofsOfGamma()),
          "Pi-enc-elg k");
      refusedNonce(
          h -> new Nonce(h.k(), ciphertext, h.a(), h.b(), h.proofsOfK(), h.proofsOfGamma()),
          "Pi-enc-elg gamma");
    }
  }

  @Test
  void commitmentsToOtherNumbers() {
    for (var other :
        List.<UnaryOperator<ElGamal>>of(
            c -> new ElGamal(point(5), c.masked()), c -> new ElGamal(c.commitment(), point(5)))) {
      refusedNonce(
          h -> new Nonce(h.k(), h.g(), other.apply(h.a()), h.b(), h.proofsOfK(), h.proofsOfGamma()),
          "");
      refusedNonce(
          h -> new Nonce(h.k(), h.g(), h.a(), other.apply(h.b()), h.proofsOfK(), h.proofsOfGamma()),
          "");
    }
  }

  /** Each proof is bound to what it is of and to its receiver. */
  @Test
  void proofsInOtherPlaces() {
    refusedNonce(
        h -> new Nonce(h.k(), h.g(), h.a(), h.b(), h.proofsOfK().reversed(), h.proofsOfGamma()),
        "");
    refusedNonce(h -> new Nonce(h.k(), h.g(), h.a(), h.b(), h.proofsOfGamma(), h.proofsOfK()), "");
    refusedNonce(h -> new Nonce(h.k(), h.k(), h.a(), h.a(), h.proofsOfK(), h.proofsOfK()), "");
  }

  /** Alpha-rays (eprint 2021/1621): k + 2^38 q is k on the curve, but not in range. */
  @Test
  void anOversizeNonce() {
    var holder = new RoguePresigning[1];
    var lie =
        new Lie() {
          @Override
          Nonce nonce(PendingPresignature own, Nonce honest) {
            return oversize(holder[0].member(), honest);
          }
        };
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    holder[0] = rogue(4, LIAR, lie);
    sessions.put(LIAR, holder[0]);
    var outcomes = new Network(sessions).run();
    for (int party : List.of(1, 2)) {
      assertNames(outcomes.get(party), LIAR, AbortReason.INVALID_PROOF, "z1");
    }
  }

  private static Nonce oversize(PresigningMember member, Nonce honest) {
    var prover = member.prover();
    var curve = prover.curve();
    var q = curve.order();
    var k = BigInteger.valueOf(7);
    var paillier = member.paillier();
    var proofs = new ArrayList<EncElgProof.Proof>();
    var bound = BigInteger.TWO.pow(EcdsaGroups.SMALL.l() + EcdsaGroups.SMALL.epsilon());
    try (var large = prover.arithmetic().fromPublic(k.add(q.shiftLeft(38)));
        var rho = paillier.randomiser(prover.random());
        var logarithm = curve.randomSecret(prover.random())) {
      var ciphertext = paillier.encrypt(large, rho);
      var keys = member.keys(member.self());
      var a =
          new ElGamal(
              logarithm.timesGenerator(), curve.add(logarithm.times(keys.elGamal()), point(7)));
      for (int receiver : member.receivers(member.self())) {
        EncElgProof.Proof proof;
        do {
          proof =
              EncElgProof.prove(
                  prover,
                  member.transcript("Pi-enc-elg k", 0, 1, member.self(), receiver),
                  new EncElgProof.Statement(
                      keys.paillier(),
                      member.keys(receiver).pedersen(),
                      ciphertext,
                      keys.elGamal(),
                      a.commitment(),
                      a.masked()),
                  new EncElgProof.Witness(paillier, large, rho, logarithm),
                  paillier.randomiser(prover.random()));
          // A small challenge, one of 64 here, would hide it.
        } while (proof.z1().abs().compareTo(bound) <= 0);
        proofs.add(proof);
      }
      return new Nonce(ciphertext, honest.g(), a, honest.b(), proofs, honest.proofsOfGamma());
    }
  }

  @Test
  void anotherGammaThanTheCommitted() {
    refused(
        new Lie() {
          @Override
          Multiplication multiplication(Multiplication h) {
            return new Multiplication(point(5), h.proof(), h.ofGamma(), h.ofShare());
          }
        },
        AbortReason.INVALID_PROOF,
        "");
  }

  /**
   * Who speaks last can make the sum of all Gamma zero: it has no proof of its own, and is named.
   */
  @Test
  void aGammaThatCancelsAllOthers() {
    var curve = EcdsaGroups.CURVE;
    var own = new Point[1];
    var honest =
        rogue(
            4,
            LIAR,
            new Lie() {
              @Override
              Multiplication multiplication(Multiplication h) {
                own[0] = h.gamma();
                return h;
              }
            });
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    sessions.put(LIAR, honest);
    new Network(sessions).run();
    // The same seeds give the others the same Gamma again.
    var cancelling = curve.subtract(own[0], honest.pending().noncePoint());
    refused(
        new Lie() {
          @Override
          Multiplication multiplication(Multiplication h) {
            return new Multiplication(cancelling, h.proof(), h.ofGamma(), h.ofShare());
          }
        },
        AbortReason.INVALID_PROOF,
        "");
  }

  @Test
  void productsOfOtherFactors() {
    // The products with gamma in the place of those with the share, and each one's D or F alone.
    refused(
        new Lie() {
          @Override
          Multiplication multiplication(Multiplication h) {
            return new Multiplication(
                h.gamma(), h.proof(), /* ofGamma= */ h.ofShare(), /* ofShare= */ h.ofGamma());
          }
        },
        AbortReason.INVALID_PROOF,
        "");
    for (boolean ofGamma : List.of(true, false)) {
      for (boolean d : List.of(true, false)) {
        refused(
            new Lie() {
              @Override
              Multiplication multiplication(Multiplication h) {
                return ofGamma
                    ? new Multiplication(h.gamma(), h.proof(), squared(h.ofGamma(), d), h.ofShare())
                    : new Multiplication(
                        h.gamma(), h.proof(), h.ofGamma(), squared(h.ofShare(), d));
              }
            },
            AbortReason.INVALID_PROOF,
            "");
      }
    }
  }

  /** Other ciphertexts: those of twice the number. */
  private static List<Product> squared(List<Product> products, boolean d) {
    return products.stream()
        .map(p -> new Product(d ? squared(p.d()) : p.d(), d ? p.f() : squared(p.f()), p.proof()))
        .toList();
  }

  private static BigInteger squared(BigInteger ciphertext) {
    // Modulo a number below each N^2, so that it is in range for every receiver.
    var below = BigInteger.TWO.pow(2 * EcdsaGroups.SMALL.modulusBits() - 3);
    return ciphertext.multiply(ciphertext).mod(below).setBit(0);
  }

  @Test
  void anotherDeltaThanTheCommittedK() {
    refused(
        new Lie() {
          @Override
          Opening opening(Opening h) {
            return new Opening(h.delta(), h.s(), point(5), h.proof());
          }
        },
        AbortReason.INVALID_PROOF,
        "");
  }

  /** The parts do not add up: every member shows its part, and the liar cannot. */
  @Test
  void aWrongPartOfKGammaIsFoundByPiDec() {
    for (var wrong :
        List.<UnaryOperator<Scalar>>of(
            delta -> EcdsaGroups.CURVE.add(delta, EcdsaGroups.CURVE.scalar(1)),
            delta -> EcdsaGroups.CURVE.scalar(0))) {
      refused(
          new Lie() {
            @Override
            Opening opening(Opening h) {
              return new Opening(wrong.apply(h.delta()), h.s(), h.bigDelta(), h.proof());
            }
          },
          AbortReason.INVALID_PROOF,
          "Pi-dec gamma");
    }
  }

  @Test
  void aWrongPartOfKxIsFoundByPiDec() {
    refused(
        new Lie() {
          @Override
          Opening opening(Opening h) {
            return new Opening(h.delta(), point(5), h.bigDelta(), h.proof());
          }
        },
        AbortReason.INVALID_PROOF,
        "Pi-dec x");
  }

  /** Members 2 and 3 work together: 3 sends 2 a wrong product, which 2 does not mind. */
  @Test
  void aWrongProductBetweenTwoLiarsIsFoundByPiAffG() {
    for (boolean ofShare : List.of(false, true)) {
      var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
      sessions.put(2, rogue(4, 2, new Lie()));
      sessions.put(
          3,
          rogue(
              4,
              3,
              new Lie() {
                @Override
                Multiplication multiplication(Multiplication h) {
                  return ofShare
                      ? new Multiplication(h.gamma(), h.proof(), h.ofGamma(), toTwo(h.ofShare()))
                      : new Multiplication(h.gamma(), h.proof(), toTwo(h.ofGamma()), h.ofShare());
                }
              }));
      assertNames(
          new Network(sessions).run().get(1),
          3,
          AbortReason.INVALID_PROOF,
          ofShare ? "Pi-aff-g* x" : "Pi-aff-g* gamma");
    }
  }

  /** Adds one to the product for member 2, the second receiver. */
  private static List<Product> toTwo(List<Product> products) {
    var key = KEYS.get(2).secrets().paillier().publicKey();
    var changed = new ArrayList<>(products);
    var product = changed.get(1);
    changed.set(
        1,
        new Product(
            key.add(product.d(), key.encrypt(BigInteger.ONE, BigInteger.TWO)),
            product.f(),
            product.proof()));
    return changed;
  }

  @Test
  void proofsOfPartsAreSentIfAndOnlyIfTheyDoNotAddUp() {
    refused(
        new Lie() {
          @Override
          Opening opening(Opening h) {
            return new Opening(EcdsaGroups.CURVE.scalar(3), h.s(), h.bigDelta(), h.proof());
          }

          @Override
          Confirmation confirmation(Confirmation h) {
            return new Confirmation(h.form(), h.echo(), Optional.empty());
          }
        },
        AbortReason.RESULT_MISMATCH,
        "found none");
    var holder = new RoguePresigning[1];
    var lie =
        new Lie() {
          @Override
          Confirmation confirmation(Confirmation h) {
            var unasked = holder[0].pending().blame(false).identification();
            return new Confirmation(h.form(), h.echo(), Optional.of(unasked));
          }
        };
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    holder[0] = rogue(4, LIAR, lie);
    sessions.put(LIAR, holder[0]);
    var outcomes = new Network(sessions).run();
    for (int party : List.of(1, 2)) {
      assertNames(outcomes.get(party), LIAR, AbortReason.RESULT_MISMATCH, "that add up");
    }
  }

  @Test
  void anEchoOfOtherMessages() {
    for (int round = 2; round <= 4; round++) {
      int changed = round;
      // What the liar says of member 1's message.
      var outcomes =
          new Network(EcdsaGroups.presigning(SHARES, KEYS, 1, 4))
              .interfereWith(
                  LIAR,
                  round(
                      changed, body -> Bodies.withElement(body, 0, 0, CborValue.of(new byte[32]))))
              .run();
      assertNames(outcomes.get(1), LIAR, AbortReason.EQUIVOCATION, "party 1");
      var aborted = (Outcome.Aborted<?>) outcomes.get(2);
      assertThat(aborted.culprit()).isEmpty();
      assertThat(aborted.detail()).contains("party 3");
    }
  }

  /** Different parts for two peers: the honest ones find out before they have a presignature. */
  @Test
  void differentPartsForTwoPeers() {
    var outcomes =
        new Network(EcdsaGroups.presigning(SHARES, KEYS, 1, 4))
            .interfereWith(
                LIAR,
                message ->
                    message.receiver() == 1
                        ? round(3, PresigningAttackTest::withOtherDelta).replace(message)
                        : List.of(message))
            .run();
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(LIAR)).isEqualTo(LIAR);
    }
  }

  private static byte[] withOtherDelta(byte[] body) {
    return Bodies.withFields(
        body,
        fields -> {
          var openings = Bodies.array(fields.get(1));
          var opening = Bodies.array(openings.getFirst());
          opening.set(0, CborValue.of(EcdsaGroups.CURVE.scalar(5).encoding()));
          openings.set(0, CborValue.array(opening));
          fields.set(1, CborValue.array(openings));
          return fields;
        });
  }

  /**
   * Different first messages for two peers: each has proofs that hold for it, and uses the K it got
   * in round 2. The parts of the key's products, round 3, are sent by nobody.
   */
  @Test
  void differentNoncesForTwoPeersAreSeenBeforeAnyPartIsSent() {
    var rounds = new HashSet<Integer>();
    var outcomes =
        new Network(EcdsaGroups.presigning(SHARES, KEYS, 1, 4))
            .interfere(message -> {
              if (message.sender() != LIAR) {
                rounds.add(Bodies.round(message.body()));
                return List.of(message);
              }
              return message.receiver() == 1
                  ? round(1, PresigningAttackTest::withOtherProofForTwo).replace(message)
                  : List.of(message);
            })
            .run();
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(LIAR)).isEqualTo(LIAR);
    }
    assertThat(rounds).containsExactly(1, 2);
  }

  /** The proof of K for member 2, which member 1 does not verify, is that for member 1. */
  private static byte[] withOtherProofForTwo(byte[] body) {
    return Bodies.withFields(
        body,
        fields -> {
          var nonces = Bodies.array(fields.getFirst());
          var nonce = Bodies.array(nonces.getFirst());
          var proofs = Bodies.array(nonce.get(6));
          proofs.set(1, proofs.get(0));
          nonce.set(6, CborValue.array(proofs));
          nonces.set(0, CborValue.array(nonce));
          fields.set(0, CborValue.array(nonces));
          return fields;
        });
  }

  /** The one proof of a part is verified before the many of products. */
  @Test
  void theCheapProofComesFirst() {
    refused(
        new Lie() {
          @Override
          Opening opening(Opening h) {
            return new Opening(EcdsaGroups.CURVE.scalar(3), h.s(), h.bigDelta(), h.proof());
          }

          @Override
          Confirmation confirmation(Confirmation h) {
            var honest = h.identification().orElseThrow();
            return new Confirmation(
                h.form(),
                h.echo(),
                Optional.of(new Identification(honest.decryption(), honest.products().reversed())));
          }
        },
        AbortReason.INVALID_PROOF,
        "Pi-dec gamma");
  }

  /** Proofs of products are verified too when all parts are proven: here those exchanged. */
  @Test
  void proofsOfProductsAreBoundToTheirReceivers() {
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    sessions.put(
        2,
        rogue(
            4,
            2,
            new Lie() {
              @Override
              Confirmation confirmation(Confirmation h) {
                var honest = h.identification().orElseThrow();
                return new Confirmation(
                    h.form(),
                    h.echo(),
                    Optional.of(
                        new Identification(honest.decryption(), honest.products().reversed())));
              }
            }));
    // The sums are made wrong by member 3's product for member 2.
    sessions.put(
        LIAR,
        rogue(
            4,
            LIAR,
            new Lie() {
              @Override
              Multiplication multiplication(Multiplication h) {
                return new Multiplication(h.gamma(), h.proof(), toTwo(h.ofGamma()), h.ofShare());
              }
            }));
    assertNames(
        new Network(sessions).run().get(1), 2, AbortReason.INVALID_PROOF, "Pi-aff-g* gamma");
  }

  @Test
  void aMemberWithOtherKeysIsSeen() {
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    sessions.put(
        LIAR, EcdsaGroups.presigning(SHARES, EcdsaGroups.auxiliaryKeys(SHARES, 5), 1, 4).get(LIAR));
    var aborted = (Outcome.Aborted<?>) new Network(sessions).run().get(1);
    assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
    sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    sessions.put(LIAR, EcdsaGroups.presigning(SHARES, KEYS, 2, 4).get(LIAR));
    aborted = (Outcome.Aborted<?>) new Network(sessions).run().get(1);
    assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
  }

  @Test
  void countsAreBounded() {
    for (int count : List.of(0, 17)) {
      assertThatThrownBy(() -> EcdsaGroups.presigning(SHARES, KEYS, count, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 16");
    }
  }

  private interface Change {
    Nonce of(Nonce honest);
  }

  private static void refusedNonce(Change change, String detail) {
    refused(
        new Lie() {
          @Override
          Nonce nonce(PendingPresignature own, Nonce honest) {
            return change.of(honest);
          }
        },
        AbortReason.INVALID_PROOF,
        detail);
  }

  private static void refused(Lie lie, AbortReason reason, String detail) {
    var outcomes = run(lie);
    for (int party : List.of(1, 2)) {
      assertNames(outcomes.get(party), LIAR, reason, detail);
    }
  }

  /** What became of the honest members. */
  private static Map<Integer, Outcome<?>> run(Lie lie) {
    var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 4);
    sessions.put(LIAR, rogue(4, LIAR, lie));
    var outcomes = new Network(sessions).run();
    outcomes.remove(LIAR);
    return outcomes;
  }

  private static RoguePresigning rogue(int seed, int party, Lie lie) {
    return new RoguePresigning(
        EcdsaGroups.prover(seed, party),
        EcdsaGroups.context(seed, party, PARTIES),
        SHARES.get(party),
        KEYS.get(party),
        lie);
  }

  private static Interference round(int round, UnaryOperator<byte[]> change) {
    return message ->
        Bodies.round(message.body()) == round
            ? List.of(
                new Message(
                    message.sender(),
                    message.receiver(),
                    message.confidential(),
                    change.apply(message.body())))
            : List.of(message);
  }

  private static Point point(int k) {
    return EcdsaGroups.CURVE.multiplyGenerator(EcdsaGroups.CURVE.scalar(k));
  }

  private static void assertNames(
      Outcome<?> outcome, int culprit, AbortReason reason, String detail) {
    assertThat(outcome).isInstanceOf(Outcome.Aborted.class);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).as(aborted.toString()).isEqualTo(reason);
    assertThat(aborted.culprit()).as(aborted.toString()).hasValue(culprit);
    assertThat(aborted.detail()).contains(detail);
  }
}
