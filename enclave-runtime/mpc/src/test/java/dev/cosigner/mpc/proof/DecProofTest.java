package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertEquationRefused;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.proof.DecProof.FirstMessage;
import dev.cosigner.mpc.proof.DecProof.Proof;
import dev.cosigner.mpc.proof.DecProof.Round;
import dev.cosigner.mpc.proof.DecProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-dec: completeness, soundness, ranges, encoding. */
@TestInstance(Lifecycle.PER_CLASS)
class DecProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger N0 = Parties.proverKey().n();
  private static final Point G = CURVE.generator();
  private static final Point BASE = CURVE.multiplyGenerator(Parties.scalar());

  /** The greatest sum of an honest party. */
  private static final BigInteger SUM = BigInteger.TWO.pow(SMALL.lPrime() + SMALL.epsilon() + 6);

  private final Claim claim = new Claim(Parties.integer(SMALL.l()), Parties.integer(800));
  private final Statement statement = claim.statement(BASE);
  private final Proof proof = claim.prove(statement);

  /** y is the plaintext of K^x D, for a K of anything. */
  private record Claim(BigInteger x, BigInteger y) {
    Statement statement(Point base) {
      var key = Parties.proverKey().publicKey();
      var k = key.encrypt(Parties.integer(256), BigInteger.TWO);
      var d = key.add(key.encrypt(y, BigInteger.TEN), key.times(k, x.negate()));
      return new Statement(
          key, k, d, Parties.power(x), base, CURVE.multiply(CURVE.scalar(y), base));
    }

    Proof prove(Statement about) {
      try (var secretX = Parties.secret(x);
          var secretY = Parties.secret(y)) {
        return DecProof.prove(
            PROVER,
            Contexts.honest(),
            about,
            new DecProof.Witness(Parties.proverKey(), secretX, secretY));
      }
    }
  }

  @Test
  void aProofConvinces() {
    var range = BigInteger.TWO.pow(SMALL.l());
    for (var base : List.of(G, BASE)) {
      for (var x : List.of(BigInteger.ZERO, range, range.negate())) {
        for (var y : List.of(ONE.negate(), SUM, SUM.negate())) {
          var honest = new Claim(x, y);
          var about = honest.statement(base);
          assertThatCode(() -> verify(about, honest.prove(about))).doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), new BigIntegerSecp256k1());
    assertThatCode(() -> DecProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertEquationRefused(() -> DecProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, CURVE);
    assertEquationRefused(() -> DecProof.verify(other, Contexts.honest(), statement, proof));
  }

  /** Each value counts in the challenges. */
  @Test
  void anotherStatementIsRefused() {
    var s = statement;
    var key = s.key();
    for (var altered :
        List.of(
            new Statement(Parties.otherKey().publicKey(), s.k(), s.d(), s.x(), s.base(), s.s()),
            new Statement(key, moved(s.k()), s.d(), s.x(), s.base(), s.s()),
            new Statement(key, s.k(), moved(s.d()), s.x(), s.base(), s.s()),
            new Statement(key, s.k(), s.d(), CURVE.add(s.x(), G), s.base(), s.s()),
            new Statement(key, s.k(), s.d(), s.x(), CURVE.add(s.base(), G), s.s()),
            new Statement(key, s.k(), s.d(), s.x(), s.base(), CURVE.add(s.s(), G)))) {
      assertEquationRefused(() -> verify(altered, proof));
      assertThat(challenges(altered, proof)).isNotEqualTo(challenges(statement, proof));
    }
  }

  @Test
  void challengesAreTheBitsOfTheTranscript() {
    assertThat(Items.challengeBits(Contexts.honest(), SMALL))
        .isEqualTo(
            Contexts.honest().challengeBits(SMALL.rounds()).stream()
                .map(bit -> BigInteger.valueOf(bit ? 1 : 0))
                .toList());
  }

  @Test
  void anotherRoundIsRefused() {
    for (int i : new int[] {0, SMALL.rounds() - 1}) {
      var first = proof.rounds().get(i).first();
      for (var altered :
          List.of(
              new FirstMessage(Parties.next(first.a()), first.b(), first.c()),
              new FirstMessage(first.a(), CURVE.add(first.b(), G), first.c()),
              new FirstMessage(first.a(), first.b(), CURVE.add(first.c(), G)))) {
        var other = with(i, r -> new Round(altered, r.z(), r.w(), r.v()));
        assertEquationRefused(() -> verify(statement, other));
        assertThat(challenges(statement, other)).isNotEqualTo(challenges(statement, proof));
      }
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, withZ(i, Parties.next(z(i)))));
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, withV(i, Parties.next(v(i)))));
      // N0 more leaves the plaintext as it is, but not the point.
      assertRefused(Reason.EQUATION, "B", () -> verify(statement, withW(i, w(i).add(N0))));
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

  /**
   * Whoever knows all but one of the claim's parts to be true convinces nobody. A wrong K or D is
   * answered by roots of other numbers, which the owner of N0 always finds, but not by the powers.
   */
  @Test
  void aFalseStatementIsRefused() {
    var s = statement;
    var key = s.key();
    var k = new Statement(key, moved(s.k()), s.d(), s.x(), s.base(), s.s());
    assertRefused(Reason.EQUATION, "A", () -> verify(k, claim.prove(k)));
    var d = new Statement(key, s.k(), moved(s.d()), s.x(), s.base(), s.s());
    assertRefused(Reason.EQUATION, "A", () -> verify(d, claim.prove(d)));
    var x = new Statement(key, s.k(), s.d(), CURVE.add(s.x(), G), s.base(), s.s());
    assertRefused(Reason.EQUATION, "C", () -> verify(x, claim.prove(x)));
    var base = new Statement(key, s.k(), s.d(), s.x(), CURVE.add(s.base(), G), s.s());
    assertRefused(Reason.EQUATION, "B", () -> verify(base, claim.prove(base)));
    var point = new Statement(key, s.k(), s.d(), s.x(), s.base(), CURVE.add(s.s(), G));
    assertRefused(Reason.EQUATION, "B", () -> verify(point, claim.prove(point)));
  }

  @Test
  void oversizeNumbersAreRefused() {
    var x = new Claim(BigInteger.TWO.pow(SMALL.l() + SMALL.epsilon() + 2), ONE);
    var ofX = x.statement(BASE);
    assertRefused(Reason.OUT_OF_RANGE, "z", () -> verify(ofX, x.prove(ofX)));
    var y = new Claim(ONE, SUM.shiftLeft(242).negate());
    var ofY = y.statement(BASE);
    assertRefused(Reason.OUT_OF_RANGE, "w", () -> verify(ofY, y.prove(ofY)));
  }

  /** At the edge the range is kept, and an equation refuses; beyond it the range does. */
  @Test
  void rangesAreExact() {
    var range = BigInteger.TWO.pow(SMALL.l() + SMALL.epsilon());
    for (var edge : List.of(range, range.negate())) {
      var beyond = edge.add(BigInteger.valueOf(edge.signum()));
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, withZ(4, edge)));
      assertRefused(Reason.OUT_OF_RANGE, "z", () -> verify(statement, withZ(4, beyond)));
    }
    var sum = SUM.shiftLeft(240);
    for (var edge : List.of(sum, sum.negate())) {
      var beyond = edge.add(BigInteger.valueOf(edge.signum()));
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, withW(4, edge)));
      assertRefused(Reason.OUT_OF_RANGE, "w", () -> verify(statement, withW(4, beyond)));
    }
  }

  @Test
  void whatIsNoUnitIsRefused() {
    var s = statement;
    for (var bad : Parties.notUnits(Parties.proverFactor(), N0.pow(2))) {
      var k = new Statement(s.key(), bad, s.d(), s.x(), s.base(), s.s());
      assertRefused(Reason.NOT_A_UNIT, "K", () -> verify(k, proof));
      var d = new Statement(s.key(), s.k(), bad, s.x(), s.base(), s.s());
      assertRefused(Reason.NOT_A_UNIT, "D", () -> verify(d, proof));
      assertRefused(
          Reason.NOT_A_UNIT,
          "A",
          () ->
              verify(
                  statement,
                  with(
                      4,
                      r ->
                          new Round(
                              new FirstMessage(bad, r.first().b(), r.first().c()),
                              r.z(),
                              r.w(),
                              r.v()))));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N0)) {
      assertRefused(Reason.NOT_A_UNIT, "v", () -> verify(statement, withV(4, bad)));
    }
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(
        proof, proof.encode(SMALL), encoded -> DecProof.decode(SMALL, CURVE, encoded));
  }

  /** The ciphertext of the next number. */
  private static BigInteger moved(BigInteger ciphertext) {
    return ciphertext.multiply(N0.add(ONE)).mod(N0.pow(2));
  }

  private BigInteger z(int index) {
    return proof.rounds().get(index).z();
  }

  private BigInteger w(int index) {
    return proof.rounds().get(index).w();
  }

  private BigInteger v(int index) {
    return proof.rounds().get(index).v();
  }

  private Proof withZ(int index, BigInteger z) {
    return with(index, r -> new Round(r.first(), z, r.w(), r.v()));
  }

  private Proof withW(int index, BigInteger w) {
    return with(index, r -> new Round(r.first(), r.z(), w, r.v()));
  }

  private Proof withV(int index, BigInteger v) {
    return with(index, r -> new Round(r.first(), r.z(), r.w(), v));
  }

  private Proof with(int index, UnaryOperator<Round> alteration) {
    var rounds = new ArrayList<>(proof.rounds());
    rounds.set(index, alteration.apply(rounds.get(index)));
    return new Proof(rounds);
  }

  private static List<BigInteger> challenges(Statement about, Proof proof) {
    var first = proof.rounds().stream().map(Round::first).toList();
    return DecProof.challenges(SMALL, Contexts.honest(), about, first);
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    DecProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
