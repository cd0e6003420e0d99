package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.proof.FacProof.FirstMessage;
import dev.cosigner.mpc.proof.FacProof.Proof;
import dev.cosigner.mpc.proof.FacProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-fac: completeness, soundness, ranges, encoding. Small factors are refused at full size. */
@TestInstance(Lifecycle.PER_CLASS)
class FacProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger N0 = Parties.proverKey().n();
  private static final BigInteger MODULUS =
      Parties.verifierTrapdoor().parameters().modulus().value();

  private final Statement statement = new Statement(N0, Parties.verifierTrapdoor().parameters());
  private final Proof proof = prove(statement, Parties.proverKey());

  private static Proof prove(Statement about, PaillierPrivateKey key) {
    return FacProof.prove(PROVER, Contexts.honest(), about, new FacProof.Witness(key));
  }

  @Test
  void aProofConvinces() {
    for (int i = 0; i < 10; i++) {
      var key = PaillierPrivateKey.generate(Parties.ARITHMETIC, SMALL, Parties.RANDOM);
      var about = new Statement(key.n(), statement.pedersen());
      assertThatCode(() -> verify(about, prove(about, key))).doesNotThrowAnyException();
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), Parties.CURVE);
    assertThatCode(() -> FacProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION, "A", () -> FacProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, Parties.CURVE);
    assertRefused(
        Reason.EQUATION, "A", () -> FacProof.verify(other, Contexts.honest(), statement, proof));
  }

  @Test
  void anotherStatementIsRefused() {
    for (var other :
        List.of(
            new Statement(Parties.otherKey().n(), statement.pedersen()),
            new Statement(N0, Parties.otherTrapdoor().parameters()),
            new Statement(N0, Parties.otherBases(true)),
            new Statement(N0, Parties.otherBases(false)))) {
      assertRefused(Reason.EQUATION, "A", () -> verify(other, proof));
    }
  }

  @Test
  void anotherFirstMessageIsRefused() {
    var f = proof.first();
    for (var other :
        List.of(
            new FirstMessage(Parties.next(f.ofP()), f.ofQ(), f.a(), f.b(), f.t()),
            new FirstMessage(f.ofP(), Parties.next(f.ofQ()), f.a(), f.b(), f.t()),
            new FirstMessage(f.ofP(), f.ofQ(), Parties.next(f.a()), f.b(), f.t()),
            new FirstMessage(f.ofP(), f.ofQ(), f.a(), Parties.next(f.b()), f.t()),
            new FirstMessage(f.ofP(), f.ofQ(), f.a(), f.b(), Parties.next(f.t())))) {
      assertRefused(Reason.EQUATION, "A", () -> verify(statement, with(other)));
    }
  }

  @Test
  void anotherResponseIsRefused() {
    var parts = List.of("A", "B", "A", "B", "T");
    for (int i = 0; i < parts.size(); i++) {
      var altered = with(i, Parties.next(response(i)));
      assertRefused(Reason.EQUATION, parts.get(i), () -> verify(statement, altered));
    }
  }

  /** Two numbers whose product is another one. */
  @Test
  void factorsOfAnotherModulusAreRefused() {
    var other = new Statement(Parties.otherKey().n(), statement.pedersen());
    assertRefused(Reason.EQUATION, "T", () -> verify(other, prove(other, Parties.proverKey())));
  }

  @Test
  void rangesAreExact() {
    int bits = SMALL.l() + SMALL.epsilon();
    var factor = N0.shiftLeft(2 * bits).sqrt();
    assertThat(factor.pow(2)).isLessThanOrEqualTo(N0.shiftLeft(2 * bits));
    assertThat(Parties.next(factor).pow(2)).isGreaterThan(N0.shiftLeft(2 * bits));
    var exponent = MODULUS.multiply(ONE.shiftLeft(bits).add(Parties.Q.shiftLeft(SMALL.l())));
    var ranges = List.of(factor, factor, exponent, exponent, exponent.multiply(N0));
    var names = List.of("z1", "z2", "w1", "w2", "v");
    var parts = List.of("A", "B", "A", "B", "T");
    for (int i = 0; i < ranges.size(); i++) {
      for (var edge : List.of(ranges.get(i), ranges.get(i).negate())) {
        var within = with(i, edge);
        var beyond = with(i, edge.add(BigInteger.valueOf(edge.signum())));
        assertRefused(Reason.EQUATION, parts.get(i), () -> verify(statement, within));
        assertRefused(Reason.OUT_OF_RANGE, names.get(i), () -> verify(statement, beyond));
      }
    }
  }

  @Test
  void whatIsNoUnitIsRefused() {
    var f = proof.first();
    for (var bad : Parties.notUnits(Parties.trapdoorFactor(), MODULUS)) {
      assertRefused(
          Reason.NOT_A_UNIT,
          "P",
          () -> verify(statement, with(new FirstMessage(bad, f.ofQ(), f.a(), f.b(), f.t()))));
      assertRefused(
          Reason.NOT_A_UNIT,
          "Q",
          () -> verify(statement, with(new FirstMessage(f.ofP(), bad, f.a(), f.b(), f.t()))));
      assertRefused(
          Reason.NOT_A_UNIT,
          "A",
          () -> verify(statement, with(new FirstMessage(f.ofP(), f.ofQ(), bad, f.b(), f.t()))));
      assertRefused(
          Reason.NOT_A_UNIT,
          "B",
          () -> verify(statement, with(new FirstMessage(f.ofP(), f.ofQ(), f.a(), bad, f.t()))));
      assertRefused(
          Reason.NOT_A_UNIT,
          "T",
          () -> verify(statement, with(new FirstMessage(f.ofP(), f.ofQ(), f.a(), f.b(), bad))));
    }
  }

  @Test
  void aModulusHasItsSizeAndIsOdd() {
    for (var bad : List.of(N0.shiftLeft(1).add(ONE), N0.shiftRight(1), N0.negate())) {
      assertRefused(
          Reason.MODULUS_SIZE, "N0", () -> verify(new Statement(bad, statement.pedersen()), proof));
    }
    assertRefused(
        Reason.EVEN_MODULUS,
        "N0",
        () -> verify(new Statement(N0.clearBit(0), statement.pedersen()), proof));
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(proof, proof.encode(SMALL), encoded -> FacProof.decode(SMALL, encoded));
  }

  private BigInteger response(int index) {
    return List.of(proof.z1(), proof.z2(), proof.w1(), proof.w2(), proof.v()).get(index);
  }

  private Proof with(int index, BigInteger other) {
    return new Proof(
        proof.first(),
        index == 0 ? other : proof.z1(),
        index == 1 ? other : proof.z2(),
        index == 2 ? other : proof.w1(),
        index == 3 ? other : proof.w2(),
        index == 4 ? other : proof.v());
  }

  private Proof with(FirstMessage first) {
    return new Proof(first, proof.z1(), proof.z2(), proof.w1(), proof.w2(), proof.v());
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    FacProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
