package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.proof.ElogProof.FirstMessage;
import dev.cosigner.mpc.proof.ElogProof.Proof;
import dev.cosigner.mpc.proof.ElogProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-elog: completeness, soundness, encoding. */
@TestInstance(Lifecycle.PER_CLASS)
class ElogProofTest {
  private static final Point G = CURVE.generator();

  private final BigInteger y = new BigInteger(255, Parties.RANDOM);
  private final BigInteger lambda = new BigInteger(255, Parties.RANDOM);
  private final Statement statement = statement(y, lambda);
  private final Proof proof = prove(statement);

  private static Statement statement(BigInteger y, BigInteger lambda) {
    var key = CURVE.multiplyGenerator(Parties.scalar());
    var base = CURVE.multiplyGenerator(Parties.scalar());
    return new Statement(
        Parties.power(lambda),
        CURVE.add(Parties.power(y), CURVE.multiply(CURVE.scalar(lambda), key)),
        key,
        CURVE.multiply(CURVE.scalar(y), base),
        base);
  }

  private Proof prove(Statement about) {
    return prove(about, y, lambda);
  }

  private static Proof prove(Statement about, BigInteger y, BigInteger lambda) {
    try (var secretY = Parties.secretScalar(y);
        var secretLambda = Parties.secretScalar(lambda)) {
      return ElogProof.prove(
          PROVER, Contexts.honest(), about, new ElogProof.Witness(secretY, secretLambda));
    }
  }

  @Test
  void aProofConvinces() {
    for (var y : List.of(BigInteger.ONE, Parties.Q.subtract(BigInteger.ONE), BigInteger.TEN)) {
      for (int i = 0; i < 5; i++) {
        var lambda = new BigInteger(255, Parties.RANDOM);
        var about = statement(y, lambda);
        assertThatCode(() -> verify(about, prove(about, y, lambda))).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier =
        new Verifier(Parties.SMALL, new BigIntegerArithmetic(), new BigIntegerSecp256k1());
    assertThatCode(() -> ElogProof.verify(verifier, Contexts.honest(), statement, proof))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION, "A", () -> ElogProof.verify(VERIFIER, context, statement, proof));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, CURVE);
    assertRefused(
        Reason.EQUATION, "A", () -> ElogProof.verify(other, Contexts.honest(), statement, proof));
  }

  /** Each value counts in the challenge, so it is the first equation that fails. */
  @Test
  void anotherStatementOrFirstMessageIsRefused() {
    for (int i = 0; i < 5; i++) {
      var other = moved(i);
      assertRefused(Reason.EQUATION, "A", () -> verify(other, proof));
    }
    var f = proof.first();
    for (var first :
        List.of(
            new FirstMessage(CURVE.add(f.a(), G), f.n(), f.b()),
            new FirstMessage(f.a(), CURVE.add(f.n(), G), f.b()),
            new FirstMessage(f.a(), f.n(), CURVE.add(f.b(), G)))) {
      assertRefused(
          Reason.EQUATION, "A", () -> verify(statement, new Proof(first, proof.z(), proof.u())));
    }
  }

  @Test
  void anotherResponseIsRefused() {
    var one = CURVE.scalar(1);
    assertRefused(
        Reason.EQUATION,
        "A",
        () -> verify(statement, new Proof(proof.first(), CURVE.add(proof.z(), one), proof.u())));
    assertRefused(
        Reason.EQUATION,
        "N",
        () -> verify(statement, new Proof(proof.first(), proof.z(), CURVE.add(proof.u(), one))));
  }

  /** Whoever knows all but one of the claim's parts to be true convinces nobody. */
  @Test
  void aFalseStatementIsRefused() {
    var parts = List.of("A", "N", "N", "B", "B");
    for (int i = 0; i < parts.size(); i++) {
      var other = moved(i);
      assertRefused(Reason.EQUATION, parts.get(i), () -> verify(other, prove(other)));
    }
  }

  @Test
  void twoProofsHaveNothingInCommon() {
    var again = prove(statement).first();
    assertThat(again.a()).isNotEqualTo(proof.first().a());
    assertThat(again.b()).isNotEqualTo(proof.first().b());
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(proof, proof.encode(), encoded -> ElogProof.decode(CURVE, encoded));
  }

  /** The statement with one point moved on by the generator. */
  private Statement moved(int index) {
    var s = statement;
    return new Statement(
        index == 0 ? CURVE.add(s.commitment(), G) : s.commitment(),
        index == 1 ? CURVE.add(s.masked(), G) : s.masked(),
        index == 2 ? CURVE.add(s.elGamalKey(), G) : s.elGamalKey(),
        index == 3 ? CURVE.add(s.power(), G) : s.power(),
        index == 4 ? CURVE.add(s.base(), G) : s.base());
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    ElogProof.verify(VERIFIER, Contexts.honest(), about, proof);
  }
}
