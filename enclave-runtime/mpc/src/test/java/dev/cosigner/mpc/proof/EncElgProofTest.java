package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.proof.EncElgProof.FirstMessage;
import dev.cosigner.mpc.proof.EncElgProof.Proof;
import dev.cosigner.mpc.proof.EncElgProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-enc-elg: completeness, soundness, ranges, encoding. */
@TestInstance(Lifecycle.PER_CLASS)
class EncElgProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger N0 = Parties.proverKey().n();
  private static final BigInteger MODULUS =
      Parties.verifierTrapdoor().parameters().modulus().value();
  private static final BigInteger RANGE = BigInteger.TWO.pow(SMALL.l() + SMALL.epsilon());

  private final Claim claim = new Claim(Parties.integer(256));
  private final Statement statement = claim.statement;
  private final Proof proof = claim.prove(statement);

  /** A number, its ciphertext and its commitment, and who can prove them. */
  private static final class Claim {
    private static final Point ELGAMAL_KEY = CURVE.multiplyGenerator(Parties.scalar());

    private final BigInteger x;
    private final BigInteger b = new BigInteger(255, Parties.RANDOM);
    private final Randomiser rho = Parties.proverKey().randomiser(Parties.RANDOM);
    private final Statement statement;

    Claim(BigInteger x) {
      this.x = x;
      try (var secret = Parties.secret(x)) {
        statement =
            new Statement(
                Parties.proverKey().publicKey(),
                Parties.verifierTrapdoor().parameters(),
                Parties.proverKey().encrypt(secret, rho),
                ELGAMAL_KEY,
                Parties.power(b),
                CURVE.add(CURVE.multiply(CURVE.scalar(b), ELGAMAL_KEY), Parties.power(x)));
      }
    }

    Proof prove(Statement about) {
      var key = Parties.proverKey();
      try (var secretX = Parties.secret(x);
          var secretB = Parties.secretScalar(b)) {
        return EncElgProof.prove(
            PROVER,
            Contexts.honest(),
            about,
            new EncElgProof.Witness(key, secretX, rho, secretB),
            key.randomiser(Parties.RANDOM));
      }
    }
  }

  @Test
  void aProofConvinces() {
    var range = BigInteger.TWO.pow(SMALL.l());
    for (var x :
        List.of(BigInteger.ZERO, ONE, ONE.negate(), range, range.negate(), Parties.integer(256))) {
      var honest = new Claim(x);
      var honestProof = honest.prove(honest.statement);
      assertThatCode(() -> verify(honest.statement, honestProof)).doesNotThrowAnyException();
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), new BigIntegerSecp256k1());
    assertThatCode(() -> EncElgProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION, "D", () -> EncElgProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, CURVE);
    assertRefused(
        Reason.EQUATION, "D", () -> EncElgProof.verify(other, Contexts.honest(), statement, proof));
  }

  /** Each value counts in the challenge, so it is the first equation that fails. */
  @Test
  void anotherStatementIsRefused() {
    var s = statement;
    var key = s.key();
    var g = CURVE.generator();
    for (var other :
        List.of(
            new Statement(
                Parties.otherKey().publicKey(),
                s.pedersen(),
                s.ciphertext(),
                s.elGamalKey(),
                s.commitment(),
                s.masked()),
            new Statement(
                key,
                Parties.otherTrapdoor().parameters(),
                s.ciphertext(),
                s.elGamalKey(),
                s.commitment(),
                s.masked()),
            new Statement(
                key,
                Parties.otherBases(true),
                s.ciphertext(),
                s.elGamalKey(),
                s.commitment(),
                s.masked()),
            new Statement(
                key,
                Parties.otherBases(false),
                s.ciphertext(),
                s.elGamalKey(),
                s.commitment(),
                s.masked()),
            new Statement(
                key,
                s.pedersen(),
                key.add(s.ciphertext(), N0.add(ONE)),
                s.elGamalKey(),
                s.commitment(),
                s.masked()),
            new Statement(key, s.pedersen(), s.ciphertext(), g, s.commitment(), s.masked()),
            new Statement(key, s.pedersen(), s.ciphertext(), s.elGamalKey(), g, s.masked()),
            new Statement(key, s.pedersen(), s.ciphertext(), s.elGamalKey(), s.commitment(), g))) {
      assertRefused(Reason.EQUATION, "D", () -> verify(other, proof));
    }
  }

  /** Each value counts in the challenge, so it is the first equation that fails. */
  @Test
  void anotherFirstMessageIsRefused() {
    var f = proof.first();
    var g = CURVE.generator();
    for (var other :
        List.of(
            new FirstMessage(next(f.s()), f.t(), f.d(), f.y(), f.z()),
            new FirstMessage(f.s(), next(f.t()), f.d(), f.y(), f.z()),
            new FirstMessage(f.s(), f.t(), next(f.d()), f.y(), f.z()),
            new FirstMessage(f.s(), f.t(), f.d(), g, f.z()),
            new FirstMessage(f.s(), f.t(), f.d(), f.y(), g))) {
      assertRefused(Reason.EQUATION, "D", () -> verify(statement, with(other)));
    }
  }

  @Test
  void anotherResponseIsRefused() {
    var one = CURVE.scalar(1);
    assertRefused(
        Reason.EQUATION,
        "D",
        () -> verify(statement, with(next(proof.z1()), proof.z2(), proof.z3())));
    assertRefused(
        Reason.EQUATION,
        "D",
        () -> verify(statement, with(proof.z1(), next(proof.z2()), proof.z3())));
    assertRefused(
        Reason.EQUATION,
        "T",
        () -> verify(statement, with(proof.z1(), proof.z2(), next(proof.z3()))));
    assertRefused(
        Reason.EQUATION,
        "Y",
        () ->
            verify(
                statement,
                new Proof(
                    proof.first(), proof.z1(), proof.z2(), proof.z3(), CURVE.add(proof.w(), one))));
  }

  /** Whoever knows all but one of the claim's parts to be true convinces nobody. */
  @Test
  void aFalseStatementIsRefused() {
    var s = statement;
    var g = CURVE.generator();
    var ciphertext =
        new Statement(
            s.key(),
            s.pedersen(),
            s.key().add(s.ciphertext(), N0.add(ONE)),
            s.elGamalKey(),
            s.commitment(),
            s.masked());
    assertRefused(Reason.EQUATION, "D", () -> verify(ciphertext, claim.prove(ciphertext)));
    var masked =
        new Statement(
            s.key(),
            s.pedersen(),
            s.ciphertext(),
            s.elGamalKey(),
            s.commitment(),
            CURVE.add(s.masked(), g));
    assertRefused(Reason.EQUATION, "Y", () -> verify(masked, claim.prove(masked)));
    var elGamalKey =
        new Statement(
            s.key(),
            s.pedersen(),
            s.ciphertext(),
            CURVE.add(s.elGamalKey(), g),
            s.commitment(),
            s.masked());
    assertRefused(Reason.EQUATION, "Y", () -> verify(elGamalKey, claim.prove(elGamalKey)));
    var commitment =
        new Statement(
            s.key(),
            s.pedersen(),
            s.ciphertext(),
            s.elGamalKey(),
            CURVE.add(s.commitment(), g),
            s.masked());
    assertRefused(Reason.EQUATION, "Z", () -> verify(commitment, claim.prove(commitment)));
  }

  @Test
  void anOversizeNumberIsRefused() {
    for (var x : List.of(RANGE.shiftLeft(1), RANGE.shiftLeft(1).negate(), RANGE.shiftLeft(100))) {
      var oversize = new Claim(x);
      assertRefused(
          Reason.OUT_OF_RANGE,
          "z1",
          () -> verify(oversize.statement, oversize.prove(oversize.statement)));
    }
  }

  /** At the edge the range is kept, and an equation refuses; beyond it the range does. */
  @Test
  void rangesAreExact() {
    for (var edge : List.of(RANGE, RANGE.negate())) {
      var beyond = edge.add(BigInteger.valueOf(edge.signum()));
      assertRefused(
          Reason.EQUATION, "D", () -> verify(statement, with(edge, proof.z2(), proof.z3())));
      assertRefused(
          Reason.OUT_OF_RANGE, "z1", () -> verify(statement, with(beyond, proof.z2(), proof.z3())));
    }
    var range = MODULUS.multiply(RANGE.add(Parties.Q.shiftLeft(SMALL.l())));
    for (var edge : List.of(range, range.negate())) {
      var beyond = edge.add(BigInteger.valueOf(edge.signum()));
      assertRefused(
          Reason.EQUATION, "T", () -> verify(statement, with(proof.z1(), proof.z2(), edge)));
      assertRefused(
          Reason.OUT_OF_RANGE, "z3", () -> verify(statement, with(proof.z1(), proof.z2(), beyond)));
    }
  }

  @Test
  void whatIsNoUnitIsRefused() {
    var s = statement;
    var f = proof.first();
    for (var bad : Parties.notUnits(Parties.proverFactor(), N0.pow(2))) {
      var other =
          new Statement(s.key(), s.pedersen(), bad, s.elGamalKey(), s.commitment(), s.masked());
      assertRefused(Reason.NOT_A_UNIT, "C", () -> verify(other, proof));
      var d = new FirstMessage(f.s(), f.t(), bad, f.y(), f.z());
      assertRefused(Reason.NOT_A_UNIT, "D", () -> verify(statement, with(d)));
    }
    for (var bad : Parties.notUnits(Parties.proverFactor(), N0)) {
      assertRefused(
          Reason.NOT_A_UNIT, "z2", () -> verify(statement, with(proof.z1(), bad, proof.z3())));
    }
    for (var bad : Parties.notUnits(Parties.trapdoorFactor(), MODULUS)) {
      var ofS = new FirstMessage(bad, f.t(), f.d(), f.y(), f.z());
      assertRefused(Reason.NOT_A_UNIT, "S", () -> verify(statement, with(ofS)));
      var ofT = new FirstMessage(f.s(), bad, f.d(), f.y(), f.z());
      assertRefused(Reason.NOT_A_UNIT, "T", () -> verify(statement, with(ofT)));
    }
  }

  @Test
  void twoProofsHaveNothingInCommon() {
    var again = claim.prove(statement);
    assertThat(again.first().s()).isNotEqualTo(proof.first().s());
    assertThat(again.first().d()).isNotEqualTo(proof.first().d());
    assertThat(again.first().z()).isNotEqualTo(proof.first().z());
    assertThat(again.z1()).isNotEqualTo(proof.z1());
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(
        proof, proof.encode(SMALL), encoded -> EncElgProof.decode(SMALL, CURVE, encoded));
  }

  private Proof with(FirstMessage first) {
    return new Proof(first, proof.z1(), proof.z2(), proof.z3(), proof.w());
  }

  private Proof with(BigInteger z1, BigInteger z2, BigInteger z3) {
    return new Proof(proof.first(), z1, z2, z3, proof.w());
  }

  private static BigInteger next(BigInteger number) {
    return Parties.next(number);
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    EncElgProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
