package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.RANDOM;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.proof.AffGProof.Proof;
import dev.cosigner.mpc.proof.AffGProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Proofs verified together: the same ones pass, and the same provers are named. */
class ProofBatchTest {
  private static final BigInteger ONE = BigInteger.ONE;

  private record Proven(Statement statement, Proof proof) {}

  private static final List<Proven> PROOFS =
      IntStream.range(0, 4)
          .mapToObj(i -> {
            var claim =
                new AffineClaim(Parties.integer(SMALL.l()), Parties.integer(SMALL.lPrime()));
            return new Proven(claim.statement(), claim.prove(claim.statement()));
          })
          .toList();

  @Test
  void use() throws Exception {
    var batch = batch();
    for (int prover = 0; prover < PROOFS.size(); prover++) {
      batch.add(prover, check(PROOFS.get(prover)));
    }
    assertThat(batch.verify(RANDOM, Workers.NONE)).isEmpty();
  }

  @Test
  void anEmptyBatchHolds() {
    assertThat(batch().verify(RANDOM, Workers.NONE)).isEmpty();
  }

  /** Whose keys are no help comes to the same verdict. */
  @Test
  void keysChangeNoVerdict() throws Exception {
    for (boolean owner : List.of(true, false)) {
      for (int i = 0; i < 6; i++) {
        var batch = owner ? batch() : new ProofBatch(Parties.otherKey(), Parties.otherTrapdoor());
        batch.add(1, check(PROOFS.get(0)));
        batch.add(2, check(altered(PROOFS.get(1), i)));
        var refusals = batch.verify(RANDOM, Workers.NONE);
        assertThat(refusals.keySet()).containsExactly(2);
        assertThat(refusals.get(2).reason()).isEqualTo(Reason.EQUATION);
        assertThat(refusals.get(2).part())
            .isEqualTo(List.of("A", "A", "E", "F", "A", "B_y").get(i));
      }
    }
  }

  @Test
  void allWhoLieAreNamed() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var workers : List.of(Workers.NONE, Workers.of(threads))) {
        var batch = batch();
        batch.add(1, check(altered(PROOFS.get(0), 5)));
        batch.add(2, check(PROOFS.get(1)));
        batch.add(3, check(altered(PROOFS.get(2), 2)));
        batch.add(3, check(PROOFS.get(3)));
        var refusals = batch.verify(RANDOM, workers);
        assertThat(refusals.keySet()).containsExactly(1, 3);
        assertThat(refusals.get(1).part()).isEqualTo("B_y");
        assertThat(refusals.get(3).part()).isEqualTo("E");
      }
    }
  }

  /** Two errors that cancel each other in a sum do not in a random one. */
  @Test
  void errorsDoNotCancel() {
    var pedersen = Parties.verifierTrapdoor().parameters();
    var up = new RingPedersenEquation("E", pedersen, ONE, BigInteger.ZERO, List.of());
    var down = new RingPedersenEquation("E", pedersen, ONE.negate(), BigInteger.ZERO, List.of());
    assertThat(up.times(down).holds()).isTrue();
    assertNamed(up, down);
    var key = Parties.proverKey().publicKey();
    var more = new PaillierEquation("D", key, ONE, ONE, List.of());
    var less = new PaillierEquation("D", key, ONE.negate(), ONE, List.of());
    assertThat(more.times(less).holds()).isTrue();
    assertNamed(more, less);
    var one = CURVE.scalar(1);
    var minusOne = CURVE.scalar(ONE.negate());
    var plus = CurveEquation.of("Y", CURVE, one, List.of());
    var minus = CurveEquation.of("Y", CURVE, minusOne, List.of());
    assertThat(plus.times(minus).holds()).isTrue();
    assertNamed(plus, minus);
  }

  private static void assertNamed(Equation first, Equation second) {
    var batch = batch();
    batch.add(4, List.of(first));
    batch.add(5, List.of(second));
    assertThat(batch.verify(RANDOM, Workers.NONE).keySet()).containsExactly(4, 5);
  }

  /** The trapdoor is for its own bases alone. */
  @Test
  void otherBasesAreVerifiedWithoutTheTrapdoor() {
    for (boolean otherS : List.of(true, false)) {
      var pedersen = Parties.otherBases(otherS);
      var commitment =
          pedersen
              .modulus()
              .multiply(pedersen.s(), pedersen.modulus().power(pedersen.t(), BigInteger.TWO));
      var right =
          new RingPedersenEquation(
              "T", pedersen, ONE, BigInteger.TWO, List.of(new Power(commitment, ONE.negate())));
      assertThat(right.holds()).isTrue();
      assertThat(right.isUnder(Parties.verifierTrapdoor())).isFalse();
      var batch = batch();
      batch.add(1, List.of(right));
      assertThat(batch.verify(RANDOM, Workers.NONE)).isEmpty();
    }
    var own = Parties.verifierTrapdoor().parameters();
    assertThat(
            new RingPedersenEquation("T", own, ONE, ONE, List.of())
                .isUnder(Parties.verifierTrapdoor()))
        .isTrue();
  }

  /** Equations of one modulus are multiplied, those of different ones are not. */
  @Test
  void groupsAreModuliAndCurves() {
    var groups =
        Stream.of(Parties.proverKey(), Parties.verifierKey())
            .map(key -> new PaillierEquation("D", key.publicKey(), ONE, ONE, List.of()))
            .map(Equation::group)
            .collect(Collectors.toCollection(HashSet::new));
    for (var trapdoor : List.of(Parties.verifierTrapdoor(), Parties.otherTrapdoor())) {
      groups.add(new RingPedersenEquation("T", trapdoor.parameters(), ONE, ONE, List.of()).group());
    }
    groups.add(CurveEquation.of("Y", CURVE, CURVE.scalar(1), List.of()).group());
    assertThat(groups).hasSize(5).doesNotContainNull();
  }

  @Test
  void aKeyServesItsOwnEquations() {
    var equation =
        new PaillierEquation("A", Parties.verifierKey().publicKey(), ONE, ONE, List.of());
    assertThat(equation.isUnder(Parties.verifierKey())).isTrue();
    assertThat(equation.isUnder(Parties.proverKey())).isFalse();
  }

  /** Wrong by an N-th power, or by a plaintext: each is seen by the key's owner. */
  @Test
  void theOwnerOfAKeySeesBothKindsOfErrors() {
    var key = Parties.verifierKey().publicKey();
    var r = BigInteger.valueOf(77);
    var power = new Power(key.encrypt(BigInteger.TEN, r), ONE.negate());
    var right = new PaillierEquation("A", key, BigInteger.TEN, r, List.of(power));
    assertThat(right.holds()).isTrue();
    assertThat(right.holds(Parties.verifierKey())).isTrue();
    for (var wrong :
        List.of(
            new PaillierEquation("A", key, ONE, r, List.of(power)),
            new PaillierEquation("A", key, BigInteger.TEN, ONE, List.of(power)),
            new PaillierEquation("A", key, BigInteger.TEN, r, List.of()))) {
      assertThat(wrong.holds()).isFalse();
      assertThat(wrong.holds(Parties.verifierKey())).isFalse();
    }
  }

  /** The product is verified, not each factor: that is what a batch saves. */
  @Test
  void aBatchThatHoldsIsVerifiedOnce() throws Exception {
    var drawn = new int[1];
    var counting =
        new SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] bytes) {
            drawn[0] += bytes.length;
            RANDOM.nextBytes(bytes);
          }
        };
    var batch = batch();
    batch.add(1, check(PROOFS.get(0)));
    batch.add(1, check(PROOFS.get(1)));
    assertThat(batch.verify(counting, Workers.NONE)).isEmpty();
    // Five equations each, with coefficients of 128 bits.
    assertThat(drawn[0]).isEqualTo(10 * 16);
  }

  /** Powers, products and both together are those of numbers. */
  @Test
  void equationsAreRaisedAndMultiplied() {
    var key = Parties.proverKey().publicKey();
    var pedersen = Parties.verifierTrapdoor().parameters();
    var point = Parties.power(BigInteger.TEN);
    var wrong =
        List.of(
            new PaillierEquation(
                "D", key, BigInteger.TWO, BigInteger.TEN, List.of(new Power(BigInteger.TWO, ONE))),
            new RingPedersenEquation(
                "T",
                pedersen,
                BigInteger.TWO,
                BigInteger.TEN,
                List.of(new Power(BigInteger.TWO, ONE))),
            CurveEquation.of(
                "Y",
                CURVE,
                CURVE.scalar(1),
                List.of(
                    new Multiple(CURVE.scalar(3), point), new Multiple(CURVE.scalar(4), point))));
    UnaryOperator<Equation> inverse =
        equation ->
            switch (equation) {
              case PaillierEquation e ->
                  new PaillierEquation(
                      e.part(),
                      e.key(),
                      e.plaintext().negate(),
                      e.root().modInverse(e.key().n()),
                      Equation.raised(e.powers(), ONE.negate()));
              case RingPedersenEquation e -> e.raised(ONE.negate());
              case CurveEquation e -> e.raised(ONE.negate());
            };
    for (var equation : wrong) {
      assertThat(equation.holds()).isFalse();
      var seventh = equation.raised(BigInteger.valueOf(7));
      assertThat(seventh.holds()).isFalse();
      assertThat(seventh.part()).isEqualTo(equation.part());
      assertThat(seventh.group()).isEqualTo(equation.group());
      var back = inverse.apply(equation);
      assertThat(equation.times(back).holds()).isTrue();
      assertThat(seventh.times(back.raised(BigInteger.valueOf(6))).holds()).isFalse();
      assertThat(seventh.times(back.raised(BigInteger.valueOf(6))).times(back).holds()).isTrue();
    }
  }

  /** The verifier's. */
  private static ProofBatch batch() {
    return new ProofBatch(Parties.verifierKey(), Parties.verifierTrapdoor());
  }

  private static List<Equation> check(Proven proven) throws ProofException {
    return AffGProof.check(VERIFIER, Contexts.honest(), proven.statement(), proven.proof());
  }

  /** With one response that is one more. */
  private static Proven altered(Proven proven, int index) {
    var p = proven.proof();
    return new Proven(
        proven.statement(),
        new Proof(
            p.first(),
            next(p.z1(), index == 0),
            next(p.z2(), index == 1),
            next(p.z3(), index == 2),
            next(p.z4(), index == 3),
            next(p.w(), index == 4),
            next(p.wy(), index == 5)));
  }

  private static BigInteger next(BigInteger number, boolean altered) {
    return altered ? Parties.next(number) : number;
  }
}
