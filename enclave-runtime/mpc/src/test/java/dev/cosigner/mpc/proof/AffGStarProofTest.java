package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertEquationRefused;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.proof.AffGStarProof.FirstMessage;
import dev.cosigner.mpc.proof.AffGStarProof.Proof;
import dev.cosigner.mpc.proof.AffGStarProof.Round;
import dev.cosigner.mpc.proof.AffGStarProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-aff-g*: completeness, soundness, ranges, encoding. */
@TestInstance(Lifecycle.PER_CLASS)
class AffGStarProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger N0 = Parties.verifierKey().n();
  private static final BigInteger N1 = Parties.proverKey().n();
  private static final Point G = CURVE.generator();
  private static final BigInteger RANGE = BigInteger.TWO.pow(SMALL.l() + SMALL.epsilon());
  private static final BigInteger RANGE_PRIME =
      BigInteger.TWO.pow(SMALL.lPrime() + SMALL.epsilon());

  private final AffineClaim claim =
      new AffineClaim(Parties.integer(SMALL.l()), Parties.integer(SMALL.lPrime()));
  private final Statement statement = claim.starStatement();
  private final Proof proof = claim.prove(statement);

  @Test
  void aProofConvinces() {
    var range = BigInteger.TWO.pow(SMALL.l());
    var rangePrime = BigInteger.TWO.pow(SMALL.lPrime());
    for (var x : List.of(BigInteger.ZERO, range, range.negate())) {
      for (var y : List.of(ONE, rangePrime, rangePrime.negate())) {
        var honest = new AffineClaim(x, y);
        assertThatCode(() -> verify(honest.starStatement(), honest.prove(honest.starStatement())))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), new BigIntegerSecp256k1());
    assertThatCode(() -> AffGStarProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertEquationRefused(() -> AffGStarProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, CURVE);
    assertEquationRefused(() -> AffGStarProof.verify(other, Contexts.honest(), statement, proof));
  }

  /** Each value counts in the challenges. */
  @Test
  void anotherStatementIsRefused() {
    var s = statement;
    var other = Parties.otherKey().publicKey();
    for (var altered :
        List.of(
            new Statement(other, s.proverKey(), s.c(), s.d(), s.y(), s.x()),
            new Statement(s.key(), other, s.c(), s.d(), s.y(), s.x()),
            new Statement(s.key(), s.proverKey(), moved(s.c(), N0), s.d(), s.y(), s.x()),
            new Statement(s.key(), s.proverKey(), s.c(), moved(s.d(), N0), s.y(), s.x()),
            new Statement(s.key(), s.proverKey(), s.c(), s.d(), moved(s.y(), N1), s.x()),
            new Statement(s.key(), s.proverKey(), s.c(), s.d(), s.y(), CURVE.add(s.x(), G)))) {
      assertEquationRefused(() -> verify(altered, proof));
      assertThat(challenges(altered, proof)).isNotEqualTo(challenges(statement, proof));
    }
  }

  @Test
  void anotherRoundIsRefused() {
    for (int i : new int[] {0, SMALL.rounds() - 1}) {
      var f = proof.rounds().get(i).first();
      for (var altered :
          List.of(
              new FirstMessage(Parties.next(f.a()), f.r(), f.b()),
              new FirstMessage(f.a(), CURVE.add(f.r(), G), f.b()),
              new FirstMessage(f.a(), f.r(), Parties.next(f.b())))) {
        var other = withFirst(i, altered);
        assertEquationRefused(() -> verify(statement, other));
        assertThat(challenges(statement, other)).isNotEqualTo(challenges(statement, proof));
      }
      var parts = List.of("A", "A", "A", "B");
      for (int field = 0; field < parts.size(); field++) {
        var altered = with(i, field, Parties.next(response(i, field)));
        assertRefused(Reason.EQUATION, parts.get(field), () -> verify(statement, altered));
      }
    }
  }

  @Test
  void anotherNumberOfRoundsIsRefused() {
    var more = new ArrayList<>(proof.rounds());
    more.add(more.getFirst());
    for (var rounds :
        List.of(
            List.<Round>of(),
            proof.rounds().subList(0, 1),
            proof.rounds().subList(1, SMALL.rounds()),
            more)) {
      assertRefused(Reason.ROUNDS, "rounds", () -> verify(statement, new Proof(rounds)));
    }
  }

  /** Whoever knows all but one of the claim's parts to be true convinces nobody. */
  @Test
  void aFalseStatementIsRefused() {
    var s = statement;
    var c = new Statement(s.key(), s.proverKey(), moved(s.c(), N0), s.d(), s.y(), s.x());
    assertRefused(Reason.EQUATION, "A", () -> verify(c, claim.prove(c)));
    var d = new Statement(s.key(), s.proverKey(), s.c(), moved(s.d(), N0), s.y(), s.x());
    assertRefused(Reason.EQUATION, "A", () -> verify(d, claim.prove(d)));
    var y = new Statement(s.key(), s.proverKey(), s.c(), s.d(), moved(s.y(), N1), s.x());
    assertRefused(Reason.EQUATION, "B", () -> verify(y, claim.prove(y)));
    var x = new Statement(s.key(), s.proverKey(), s.c(), s.d(), s.y(), CURVE.add(s.x(), G));
    assertRefused(Reason.EQUATION, "R", () -> verify(x, claim.prove(x)));
  }

  @Test
  void oversizeNumbersAreRefused() {
    for (var x : List.of(RANGE.shiftLeft(2), RANGE.shiftLeft(2).negate())) {
      var oversize = new AffineClaim(x, ONE);
      var about = oversize.starStatement();
      assertRefused(Reason.OUT_OF_RANGE, "z", () -> verify(about, oversize.prove(about)));
    }
    for (var y : List.of(RANGE_PRIME.shiftLeft(2), RANGE_PRIME.shiftLeft(2).negate())) {
      var oversize = new AffineClaim(ONE, y);
      var about = oversize.starStatement();
      assertRefused(Reason.OUT_OF_RANGE, "z'", () -> verify(about, oversize.prove(about)));
    }
  }

  /** At the edge the range is kept, and an equation refuses; beyond it the range does. */
  @Test
  void rangesAreExact() {
    var ranges = List.of(RANGE, RANGE_PRIME);
    var names = List.of("z", "z'");
    for (int field = 0; field < ranges.size(); field++) {
      for (var edge : List.of(ranges.get(field), ranges.get(field).negate())) {
        var within = with(4, field, edge);
        var beyond = with(4, field, edge.add(BigInteger.valueOf(edge.signum())));
        assertRefused(Reason.EQUATION, "A", () -> verify(statement, within));
        assertRefused(Reason.OUT_OF_RANGE, names.get(field), () -> verify(statement, beyond));
      }
    }
  }

  @Test
  void whatIsNoUnitIsRefused() {
    var s = statement;
    var f = proof.rounds().get(4).first();
    for (var bad : Parties.notUnits(Parties.verifierFactor(), N0.pow(2))) {
      var c = new Statement(s.key(), s.proverKey(), bad, s.d(), s.y(), s.x());
      assertRefused(Reason.NOT_A_UNIT, "C", () -> verify(c, proof));
      var d = new Statement(s.key(), s.proverKey(), s.c(), bad, s.y(), s.x());
      assertRefused(Reason.NOT_A_UNIT, "D", () -> verify(d, proof));
      var a = withFirst(4, new FirstMessage(bad, f.r(), f.b()));
      assertRefused(Reason.NOT_A_UNIT, "A", () -> verify(statement, a));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N1.pow(2))) {
      var y = new Statement(s.key(), s.proverKey(), s.c(), s.d(), bad, s.x());
      assertRefused(Reason.NOT_A_UNIT, "Y", () -> verify(y, proof));
      var b = withFirst(4, new FirstMessage(f.a(), f.r(), bad));
      assertRefused(Reason.NOT_A_UNIT, "B", () -> verify(statement, b));
    }
    for (var bad : Parties.notUnits(Parties.verifierFactor(), N0)) {
      assertRefused(Reason.NOT_A_UNIT, "w", () -> verify(statement, with(4, 2, bad)));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N1)) {
      assertRefused(Reason.NOT_A_UNIT, "lambda", () -> verify(statement, with(4, 3, bad)));
    }
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(
        proof, proof.encode(SMALL), encoded -> AffGStarProof.decode(SMALL, CURVE, encoded));
  }

  /** The ciphertext of the next number. */
  private static BigInteger moved(BigInteger ciphertext, BigInteger n) {
    return ciphertext.multiply(n.add(ONE)).mod(n.pow(2));
  }

  private BigInteger response(int index, int field) {
    var round = proof.rounds().get(index);
    return List.of(round.z(), round.zPrime(), round.w(), round.lambda()).get(field);
  }

  private Proof with(int index, int field, BigInteger other) {
    return with(
        index,
        r ->
            new Round(
                r.first(),
                field == 0 ? other : r.z(),
                field == 1 ? other : r.zPrime(),
                field == 2 ? other : r.w(),
                field == 3 ? other : r.lambda()));
  }

  private Proof withFirst(int index, FirstMessage first) {
    return with(index, r -> new Round(first, r.z(), r.zPrime(), r.w(), r.lambda()));
  }

  private Proof with(int index, UnaryOperator<Round> alteration) {
    var rounds = new ArrayList<>(proof.rounds());
    rounds.set(index, alteration.apply(rounds.get(index)));
    return new Proof(rounds);
  }

  private static List<BigInteger> challenges(Statement about, Proof proof) {
    var first = proof.rounds().stream().map(Round::first).toList();
    return AffGStarProof.challenges(SMALL, Contexts.honest(), about, first);
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    AffGStarProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
