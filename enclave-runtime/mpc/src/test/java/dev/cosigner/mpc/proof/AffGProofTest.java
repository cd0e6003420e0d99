package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.proof.AffGProof.FirstMessage;
import dev.cosigner.mpc.proof.AffGProof.Proof;
import dev.cosigner.mpc.proof.AffGProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-aff-g: completeness, soundness, ranges, encoding. */
@TestInstance(Lifecycle.PER_CLASS)
class AffGProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger N0 = Parties.verifierKey().n();
  private static final BigInteger N1 = Parties.proverKey().n();
  private static final BigInteger MODULUS =
      Parties.verifierTrapdoor().parameters().modulus().value();
  private static final BigInteger RANGE = BigInteger.TWO.pow(SMALL.l() + SMALL.epsilon());
  private static final BigInteger RANGE_PRIME =
      BigInteger.TWO.pow(SMALL.lPrime() + SMALL.epsilon());

  private final AffineClaim claim =
      new AffineClaim(Parties.integer(SMALL.l()), Parties.integer(SMALL.lPrime()));
  private final Statement statement = claim.statement();
  private final Proof proof = claim.prove(statement);

  @Test
  void aProofConvinces() {
    var range = BigInteger.TWO.pow(SMALL.l());
    var rangePrime = BigInteger.TWO.pow(SMALL.lPrime());
    for (var x : List.of(BigInteger.ZERO, ONE.negate(), range, range.negate())) {
      for (var y : List.of(BigInteger.ZERO, ONE.negate(), rangePrime, rangePrime.negate())) {
        var honest = new AffineClaim(x, y);
        assertThatCode(() -> verify(honest.statement(), honest.prove(honest.statement())))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), new BigIntegerSecp256k1());
    assertThatCode(() -> AffGProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION, "A", () -> AffGProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, CURVE);
    assertRefused(
        Reason.EQUATION, "A", () -> AffGProof.verify(other, Contexts.honest(), statement, proof));
  }

  /** Each value counts in the challenge, so it is the first equation that fails. */
  @Test
  void anotherStatementIsRefused() {
    var s = statement;
    var other = Parties.otherKey().publicKey();
    var p = s.pedersen();
    for (var altered :
        List.of(
            new Statement(other, s.proverKey(), p, s.c(), s.d(), s.y(), s.x()),
            new Statement(s.key(), other, p, s.c(), s.d(), s.y(), s.x()),
            of(s, Parties.otherTrapdoor().parameters()),
            of(s, Parties.otherBases(true)),
            of(s, Parties.otherBases(false)),
            new Statement(s.key(), s.proverKey(), p, moved(s.c(), N0), s.d(), s.y(), s.x()),
            new Statement(s.key(), s.proverKey(), p, s.c(), moved(s.d(), N0), s.y(), s.x()),
            new Statement(s.key(), s.proverKey(), p, s.c(), s.d(), moved(s.y(), N1), s.x()),
            new Statement(s.key(), s.proverKey(), p, s.c(), s.d(), s.y(), CURVE.generator()))) {
      assertRefused(Reason.EQUATION, "A", () -> verify(altered, proof));
    }
  }

  /** Each value counts in the challenge, so it is the first equation that fails. */
  @Test
  void anotherFirstMessageIsRefused() {
    for (int i = 0; i < 6; i++) {
      var altered = withFirst(i, Parties.next(first(i)));
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, altered));
    }
    var f = proof.first();
    var point = new FirstMessage(f.a(), CURVE.generator(), f.by(), f.e(), f.s(), f.f(), f.t());
    assertRefused(Reason.EQUATION, "A", () -> verify(statement, with(point)));
  }

  @Test
  void anotherResponseIsRefused() {
    var parts = List.of("A", "A", "E", "F", "A", "B_y");
    for (int i = 0; i < parts.size(); i++) {
      var altered = with(i, Parties.next(response(i)));
      assertRefused(Reason.EQUATION, parts.get(i), () -> verify(statement, altered));
    }
  }

  /** Whoever knows all but one of the claim's parts to be true convinces nobody. */
  @Test
  void aFalseStatementIsRefused() {
    var s = statement;
    var p = s.pedersen();
    var c = new Statement(s.key(), s.proverKey(), p, moved(s.c(), N0), s.d(), s.y(), s.x());
    assertRefused(Reason.EQUATION, "A", () -> verify(c, claim.prove(c)));
    var d = new Statement(s.key(), s.proverKey(), p, s.c(), moved(s.d(), N0), s.y(), s.x());
    assertRefused(Reason.EQUATION, "A", () -> verify(d, claim.prove(d)));
    var y = new Statement(s.key(), s.proverKey(), p, s.c(), s.d(), moved(s.y(), N1), s.x());
    assertRefused(Reason.EQUATION, "B_y", () -> verify(y, claim.prove(y)));
    var x =
        new Statement(
            s.key(), s.proverKey(), p, s.c(), s.d(), s.y(), CURVE.add(s.x(), CURVE.generator()));
    assertRefused(Reason.EQUATION, "B_x", () -> verify(x, claim.prove(x)));
  }

  /** Alpha-rays: oversize gamma and beta. */
  @Test
  void oversizeNumbersAreRefused() {
    for (int shift : new int[] {1, 64}) {
      var x = new AffineClaim(RANGE.shiftLeft(shift), ONE);
      assertRefused(Reason.OUT_OF_RANGE, "z1", () -> verify(x.statement(), x.prove(x.statement())));
      var minusX = new AffineClaim(RANGE.shiftLeft(shift).negate(), ONE);
      assertRefused(
          Reason.OUT_OF_RANGE,
          "z1",
          () -> verify(minusX.statement(), minusX.prove(minusX.statement())));
      var y = new AffineClaim(ONE, RANGE_PRIME.shiftLeft(shift));
      assertRefused(Reason.OUT_OF_RANGE, "z2", () -> verify(y.statement(), y.prove(y.statement())));
      var minusY = new AffineClaim(ONE, RANGE_PRIME.shiftLeft(shift).negate());
      assertRefused(
          Reason.OUT_OF_RANGE,
          "z2",
          () -> verify(minusY.statement(), minusY.prove(minusY.statement())));
    }
  }

  /** At the edge the range is kept, and an equation refuses; beyond it the range does. */
  @Test
  void rangesAreExact() {
    var exponent = MODULUS.multiply(RANGE.add(Parties.Q.shiftLeft(SMALL.l())));
    var ranges = List.of(RANGE, RANGE_PRIME, exponent, exponent);
    var parts = List.of("A", "A", "E", "F");
    for (int i = 0; i < ranges.size(); i++) {
      for (var edge : List.of(ranges.get(i), ranges.get(i).negate())) {
        var within = with(i, edge);
        var beyond = with(i, edge.add(BigInteger.valueOf(edge.signum())));
        assertRefused(Reason.EQUATION, parts.get(i), () -> verify(statement, within));
        assertRefused(Reason.OUT_OF_RANGE, "z" + (i + 1), () -> verify(statement, beyond));
      }
    }
  }

  @Test
  void whatIsNoUnitIsRefused() {
    var s = statement;
    var p = s.pedersen();
    for (var bad : Parties.notUnits(Parties.verifierFactor(), N0.pow(2))) {
      var c = new Statement(s.key(), s.proverKey(), p, bad, s.d(), s.y(), s.x());
      assertRefused(Reason.NOT_A_UNIT, "C", () -> verify(c, proof));
      var d = new Statement(s.key(), s.proverKey(), p, s.c(), bad, s.y(), s.x());
      assertRefused(Reason.NOT_A_UNIT, "D", () -> verify(d, proof));
      assertRefused(Reason.NOT_A_UNIT, "A", () -> verify(statement, withFirst(0, bad)));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N1.pow(2))) {
      var y = new Statement(s.key(), s.proverKey(), p, s.c(), s.d(), bad, s.x());
      assertRefused(Reason.NOT_A_UNIT, "Y", () -> verify(y, proof));
      assertRefused(Reason.NOT_A_UNIT, "B_y", () -> verify(statement, withFirst(1, bad)));
    }
    for (var bad : Parties.notUnits(Parties.trapdoorFactor(), MODULUS)) {
      assertRefused(Reason.NOT_A_UNIT, "E", () -> verify(statement, withFirst(2, bad)));
      assertRefused(Reason.NOT_A_UNIT, "S", () -> verify(statement, withFirst(3, bad)));
      assertRefused(Reason.NOT_A_UNIT, "F", () -> verify(statement, withFirst(4, bad)));
      assertRefused(Reason.NOT_A_UNIT, "T", () -> verify(statement, withFirst(5, bad)));
    }
    for (var bad : Parties.notUnits(Parties.verifierFactor(), N0)) {
      assertRefused(Reason.NOT_A_UNIT, "w", () -> verify(statement, with(4, bad)));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N1)) {
      assertRefused(Reason.NOT_A_UNIT, "w_y", () -> verify(statement, with(5, bad)));
    }
  }

  @Test
  void twoProofsHaveNothingInCommon() {
    var again = claim.prove(statement);
    for (int i = 0; i < 6; i++) {
      var before = proof;
      assertThat(first(again, i)).isNotEqualTo(first(before, i));
    }
    assertThat(again.first().bx()).isNotEqualTo(proof.first().bx());
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(
        proof, proof.encode(SMALL), encoded -> AffGProof.decode(SMALL, CURVE, encoded));
  }

  /** The ciphertext of the next number. */
  private static BigInteger moved(BigInteger ciphertext, BigInteger n) {
    return ciphertext.multiply(n.add(ONE)).mod(n.pow(2));
  }

  private static Statement of(
      Statement s, dev.cosigner.mpc.paillier.RingPedersenParameters pedersen) {
    return new Statement(s.key(), s.proverKey(), pedersen, s.c(), s.d(), s.y(), s.x());
  }

  private BigInteger response(int index) {
    return List.of(proof.z1(), proof.z2(), proof.z3(), proof.z4(), proof.w(), proof.wy())
        .get(index);
  }

  private Proof with(int index, BigInteger other) {
    return new Proof(
        proof.first(),
        index == 0 ? other : proof.z1(),
        index == 1 ? other : proof.z2(),
        index == 2 ? other : proof.z3(),
        index == 3 ? other : proof.z4(),
        index == 4 ? other : proof.w(),
        index == 5 ? other : proof.wy());
  }

  private Proof with(FirstMessage first) {
    return new Proof(first, proof.z1(), proof.z2(), proof.z3(), proof.z4(), proof.w(), proof.wy());
  }

  private BigInteger first(int index) {
    return first(proof, index);
  }

  private static BigInteger first(Proof proof, int index) {
    var f = proof.first();
    return List.of(f.a(), f.by(), f.e(), f.s(), f.f(), f.t()).get(index);
  }

  private Proof withFirst(int index, BigInteger other) {
    var f = proof.first();
    return with(
        new FirstMessage(
            index == 0 ? other : f.a(),
            f.bx(),
            index == 1 ? other : f.by(),
            index == 2 ? other : f.e(),
            index == 3 ? other : f.s(),
            index == 4 ? other : f.f(),
            index == 5 ? other : f.t()));
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    AffGProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
