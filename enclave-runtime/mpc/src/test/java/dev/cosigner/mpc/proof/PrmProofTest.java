package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.proof.PrmProof.Proof;
import dev.cosigner.mpc.proof.PrmProof.Round;
import dev.cosigner.mpc.proof.PrmProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-prm: completeness, soundness, encoding, and parameters that do not hide. */
@TestInstance(Lifecycle.PER_CLASS)
class PrmProofTest {
  private static final BigInteger ONE = BigInteger.ONE;

  private final Statement statement = statement(Parties.verifierTrapdoor());
  private final BigInteger n = statement.n();
  private final Proof proof = prove(statement);

  private static Statement statement(RingPedersenTrapdoor trapdoor) {
    var parameters = trapdoor.parameters();
    return new Statement(parameters.modulus().value(), parameters.s(), parameters.t());
  }

  private static Proof prove(Statement about) {
    return PrmProof.prove(
        PROVER, Contexts.honest(), about, new PrmProof.Witness(Parties.verifierTrapdoor()));
  }

  @Test
  void aProofConvinces() {
    for (int i = 0; i < 10; i++) {
      assertThatCode(() ->
              PrmProof.verify(
                  VERIFIER,
                  Contexts.honest(),
                  statement,
                  prove(statement),
                  List.of(Parties.otherKey().n())))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), Parties.CURVE);
    assertThatCode(() -> PrmProof.verify(verifier, Contexts.honest(), statement, proof, List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION,
          "A",
          () -> PrmProof.verify(VERIFIER, context, statement, proof, List.of()));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, Parties.CURVE);
    assertRefused(
        Reason.EQUATION,
        "A",
        () -> PrmProof.verify(other, Contexts.honest(), statement, proof, List.of()));
  }

  @Test
  void anotherStatementIsRefused() {
    var other = Parties.otherTrapdoor().parameters();
    for (var altered :
        List.of(
            new Statement(other.modulus().value(), statement.s(), statement.t()),
            new Statement(n, Parties.next(statement.s()), statement.t()),
            new Statement(n, statement.s(), Parties.next(statement.t())),
            new Statement(n, statement.t(), statement.s()))) {
      assertRefused(Reason.EQUATION, "A", () -> verify(altered, proof));
    }
  }

  /** The challenges cover N^, s and t: a first message does not serve another statement. */
  @Test
  void challengesCoverTheStatement() {
    var first = proof.rounds().stream().map(Round::a).toList();
    var challenges = PrmProof.challenges(SMALL, Contexts.honest(), statement, first);
    for (var altered :
        List.of(
            new Statement(n.add(BigInteger.TWO), statement.s(), statement.t()),
            new Statement(n, Parties.next(statement.s()), statement.t()),
            new Statement(n, statement.s(), Parties.next(statement.t())))) {
      assertThat(PrmProof.challenges(SMALL, Contexts.honest(), altered, first))
          .isNotEqualTo(challenges);
    }
  }

  @Test
  void anotherRoundIsRefused() {
    for (int i : new int[] {0, SMALL.rounds() - 1}) {
      assertRefused(
          Reason.EQUATION,
          "A",
          () -> verify(statement, with(i, r -> new Round(Parties.next(r.a()), r.z()))));
      assertRefused(
          Reason.EQUATION,
          "A",
          () -> verify(statement, with(i, r -> new Round(r.a(), Parties.next(r.z())))));
    }
    var reversed = new Proof(proof.rounds().reversed());
    assertRefused(Reason.EQUATION, "A", () -> verify(statement, reversed));
  }

  /** TSSHOCK: one round is no proof. */
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

  @Test
  void basesAreUnitsOtherThanOneAndMinusOne() {
    for (var bad : Parties.notUnits(Parties.trapdoorFactor(), n)) {
      assertRefused(
          Reason.NOT_A_UNIT, "s", () -> verify(new Statement(n, bad, statement.t()), proof));
      assertRefused(
          Reason.NOT_A_UNIT, "t", () -> verify(new Statement(n, statement.s(), bad), proof));
    }
    for (var bad : List.of(ONE, n.subtract(ONE))) {
      assertRefused(
          Reason.TRIVIAL_BASE, "s", () -> verify(new Statement(n, bad, statement.t()), proof));
      assertRefused(
          Reason.TRIVIAL_BASE, "t", () -> verify(new Statement(n, statement.s(), bad), proof));
    }
  }

  /** A factor of small order in s would tell its secret exponent modulo that order. */
  @Test
  void aBaseOutsideTheGroupOfTheOtherIsRefused() {
    var minusS = new Statement(n, n.subtract(statement.s()), statement.t());
    assertRefused(Reason.EQUATION, "A", () -> verify(minusS, prove(minusS)));
    var p = Parties.trapdoorFactor();
    var q = n.divide(p);
    // 1 modulo p and -1 modulo q.
    var root = ONE.add(p.multiply(q.subtract(BigInteger.TWO).multiply(p.modInverse(q)).mod(q)));
    assertThat(root.modPow(BigInteger.TWO, n)).isEqualTo(ONE);
    var other = new Statement(n, statement.s().multiply(root).mod(n), statement.t());
    assertRefused(Reason.EQUATION, "A", () -> verify(other, prove(other)));
  }

  @Test
  void firstMessagesAreUnits() {
    for (var bad : Parties.notUnits(Parties.trapdoorFactor(), n)) {
      assertRefused(
          Reason.NOT_A_UNIT, "A", () -> verify(statement, with(5, r -> new Round(bad, r.z()))));
    }
  }

  @Test
  void rangesAreExact() {
    for (var edge : List.of(BigInteger.ZERO, n.subtract(ONE))) {
      assertRefused(
          Reason.EQUATION, "A", () -> verify(statement, with(5, r -> new Round(r.a(), edge))));
    }
    for (var beyond : List.of(ONE.negate(), n, ONE.shiftLeft(100_000))) {
      assertRefused(
          Reason.OUT_OF_RANGE,
          "z",
          () -> verify(statement, with(5, r -> new Round(r.a(), beyond))));
    }
  }

  @Test
  void aModulusHasItsSizeAndIsOdd() {
    for (var bad : List.of(n.shiftLeft(1).add(ONE), n.shiftRight(1), BigInteger.ZERO, n.negate())) {
      assertRefused(
          Reason.MODULUS_SIZE,
          "N^",
          () -> verify(new Statement(bad, statement.s(), statement.t()), proof));
    }
    assertRefused(
        Reason.EVEN_MODULUS,
        "N^",
        () -> verify(new Statement(n.clearBit(0), statement.s(), statement.t()), proof));
  }

  /** Whoever hands a party's own modulus back knows no factor of it, but the party does. */
  @Test
  void aModulusSharesNoFactor() {
    for (var known : List.of(n, Parties.trapdoorFactor().multiply(BigInteger.valueOf(3)))) {
      assertRefused(
          Reason.SHARED_FACTOR,
          "N^",
          () ->
              PrmProof.verify(
                  VERIFIER,
                  Contexts.honest(),
                  statement,
                  proof,
                  List.of(Parties.otherKey().n(), known)));
    }
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(proof, proof.encode(SMALL), encoded -> PrmProof.decode(SMALL, encoded));
  }

  private Proof with(int index, UnaryOperator<Round> alteration) {
    var rounds = new ArrayList<>(proof.rounds());
    rounds.set(index, alteration.apply(rounds.get(index)));
    return new Proof(rounds);
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    PrmProof.verify(VERIFIER, Contexts.honest(), about, proof, List.of());
  }
}
