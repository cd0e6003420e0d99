package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.PROVER;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.arithmetic.Modulus;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.proof.ModProof.Proof;
import dev.cosigner.mpc.proof.ModProof.Round;
import dev.cosigner.mpc.proof.ModProof.Statement;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Pi-mod: completeness, soundness, encoding, and the forgeries that are known. */
@TestInstance(Lifecycle.PER_CLASS)
class ModProofTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger FOUR = BigInteger.valueOf(4);

  private final BigInteger n = Parties.proverKey().n();
  private final Modulus modulus = Parties.ARITHMETIC.modulus(n);
  private final Statement statement = new Statement(n);
  private final Proof proof = prove(Parties.proverKey());

  private static Proof prove(PaillierPrivateKey key) {
    return ModProof.prove(
        PROVER, Contexts.honest(), new Statement(key.n()), new ModProof.Witness(key));
  }

  @Test
  void aProofConvinces() {
    for (int i = 0; i < 8; i++) {
      var key = PaillierPrivateKey.generate(Parties.ARITHMETIC, SMALL, Parties.RANDOM);
      var others = List.of(n, Parties.otherKey().n());
      assertThatCode(() ->
              ModProof.verify(
                  VERIFIER, Contexts.honest(), new Statement(key.n()), prove(key), others))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theBigIntegerBackEndAgrees() {
    var verifier = new Verifier(SMALL, new BigIntegerArithmetic(), Parties.CURVE);
    assertThatCode(() -> ModProof.verify(verifier, Contexts.honest(), statement, proof, List.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherContextIsRefused() {
    for (var context : Contexts.others()) {
      assertRefused(
          Reason.EQUATION,
          "x",
          () -> ModProof.verify(VERIFIER, context, statement, proof, List.of()));
    }
    var other = new Verifier(Parties.OTHER_SIZES, Parties.ARITHMETIC, Parties.CURVE);
    assertRefused(
        Reason.EQUATION,
        "x",
        () -> ModProof.verify(other, Contexts.honest(), statement, proof, List.of()));
  }

  @Test
  void anotherModulusIsRefused() {
    var other = Parties.otherKey().n();
    var fit = proof;
    while (Parties.ARITHMETIC.modulus(other).jacobi(fit.w()) != -1) {
      fit = prove(Parties.proverKey());
    }
    var moved = fit;
    assertRefused(Reason.EQUATION, "x", () -> verify(new Statement(other), moved));
  }

  @Test
  void anotherWIsRefused() {
    var w = Parties.next(proof.w());
    while (modulus.jacobi(w) != -1) {
      w = Parties.next(w);
    }
    var other = new Proof(w, proof.rounds());
    assertRefused(Reason.EQUATION, "x", () -> verify(statement, other));
  }

  @Test
  void anotherRoundIsRefused() {
    for (int i : new int[] {0, SMALL.rounds() - 1}) {
      assertRefused(
          Reason.EQUATION,
          "x",
          () ->
              verify(statement, with(i, r -> new Round(Parties.next(r.x()), r.a(), r.b(), r.z()))));
      assertRefused(
          Reason.EQUATION,
          "x",
          () -> verify(statement, with(i, r -> new Round(r.x(), !r.a(), r.b(), r.z()))));
      assertRefused(
          Reason.EQUATION,
          "x",
          () -> verify(statement, with(i, r -> new Round(r.x(), r.a(), !r.b(), r.z()))));
      assertRefused(
          Reason.EQUATION,
          "z",
          () ->
              verify(statement, with(i, r -> new Round(r.x(), r.a(), r.b(), Parties.next(r.z())))));
    }
  }

  @Test
  void anotherNumberOfRoundsIsRefused() {
    var fewer = proof.rounds().subList(1, SMALL.rounds());
    var more = new ArrayList<>(proof.rounds());
    more.add(more.getFirst());
    for (var rounds : List.of(List.<Round>of(), proof.rounds().subList(0, 1), fewer, more)) {
      assertRefused(Reason.ROUNDS, "rounds", () -> verify(statement, new Proof(proof.w(), rounds)));
    }
  }

  /** Challenges differ from each other, so one answer does not serve them all, nor elsewhere. */
  @Test
  void answersToEqualOrExchangedChallengesAreRefused() {
    var equal = Collections.nCopies(SMALL.rounds(), proof.rounds().getFirst());
    assertRefused(Reason.EQUATION, "x", () -> verify(statement, new Proof(proof.w(), equal)));
    assertRefused(
        Reason.EQUATION,
        "x",
        () -> verify(statement, new Proof(proof.w(), proof.rounds().reversed())));
    assertThat(challenges(statement, proof.w())).doesNotHaveDuplicates();
  }

  /** CVE-2025-66016: with w = 0, x = 0 and b = 1 answer every challenge. */
  @Test
  void wIsAUnit() {
    var rounds =
        proof.rounds().stream().map(r -> new Round(BigInteger.ZERO, r.a(), true, r.z())).toList();
    assertRefused(
        Reason.NOT_A_UNIT, "w", () -> verify(statement, new Proof(BigInteger.ZERO, rounds)));
    for (var bad : Parties.notUnits(Parties.proverFactor(), n)) {
      assertRefused(
          Reason.NOT_A_UNIT, "w", () -> verify(statement, new Proof(bad, proof.rounds())));
    }
  }

  @Test
  void wHasJacobiSymbolMinusOne() {
    for (var w : List.of(ONE, FOUR, n.subtract(ONE))) {
      assertThat(modulus.jacobi(w)).isEqualTo(1);
      assertRefused(
          Reason.JACOBI_SYMBOL, "w", () -> verify(statement, new Proof(w, proof.rounds())));
    }
  }

  @Test
  void answersAreUnits() {
    for (var bad : Parties.notUnits(Parties.proverFactor(), n)) {
      assertRefused(
          Reason.NOT_A_UNIT,
          "x",
          () -> verify(statement, with(3, r -> new Round(bad, r.a(), r.b(), r.z()))));
      assertRefused(
          Reason.NOT_A_UNIT,
          "z",
          () -> verify(statement, with(3, r -> new Round(r.x(), r.a(), r.b(), bad))));
    }
  }

  @Test
  void aModulusHasItsSize() {
    for (var bad :
        List.of(
            n.shiftLeft(1).add(ONE),
            n.shiftRight(1).setBit(0),
            BigInteger.ZERO,
            n.negate(),
            ONE.shiftLeft(1_000_000).add(ONE))) {
      assertRefused(Reason.MODULUS_SIZE, "N", () -> verify(new Statement(bad), proof));
    }
  }

  @Test
  void aModulusIsOdd() {
    assertRefused(Reason.EVEN_MODULUS, "N", () -> verify(new Statement(n.clearBit(0)), proof));
  }

  /** All else holds for a prime that is 3 modulo 4, with w = -1. */
  @Test
  void aModulusIsNoPrime() {
    var prime = ONE.shiftLeft(511).setBit(0);
    while (!prime.isProbablePrime(50) || !prime.mod(FOUR).equals(THREE)) {
      prime = prime.add(BigInteger.TWO);
    }
    var about = new Statement(prime);
    var forged = forge(about, prime.subtract(ONE), List.of(new PrimePower(prime, 1)));
    assertRefused(Reason.PRIME_MODULUS, "N", () -> verify(about, forged));
  }

  /** With a square in N, fourth roots exist, but no N-th roots. */
  @Test
  void aModulusWithASquareIsRefused() {
    var factors = List.of(new PrimePower(blumPrime(128), 2), new PrimePower(blumPrime(256), 1));
    var about = new Statement(product(factors));
    assertThat(about.n().bitLength()).isEqualTo(512);
    assertRefused(Reason.EQUATION, "z", () -> verify(about, forge(about, w(factors), factors)));
  }

  /** BitForge's kind: of three primes, most challenges have no fourth root. */
  @Test
  void aModulusOfThreePrimesIsRefused() {
    var factors =
        List.of(
            new PrimePower(blumPrime(128), 1),
            new PrimePower(blumPrime(128), 1),
            new PrimePower(blumPrime(256), 1));
    var about = new Statement(product(factors));
    assertThat(about.n().bitLength()).isEqualTo(512);
    assertRefused(Reason.EQUATION, "x", () -> verify(about, forge(about, w(factors), factors)));
  }

  /** One's own modulus, or one that shares a prime with a known one. */
  @Test
  void aModulusSharesNoFactor() {
    for (var known : List.of(n, Parties.proverFactor().multiply(THREE))) {
      assertRefused(
          Reason.SHARED_FACTOR,
          "N",
          () ->
              ModProof.verify(
                  VERIFIER,
                  Contexts.honest(),
                  statement,
                  proof,
                  List.of(Parties.otherKey().n(), known)));
    }
  }

  @Test
  void itsEncodingIsTheOnlyOne() throws Exception {
    Encodings.assertStrict(proof, proof.encode(SMALL), encoded -> ModProof.decode(SMALL, encoded));
  }

  /** A power of a prime that is 3 modulo 4. */
  private record PrimePower(BigInteger prime, int exponent) {
    BigInteger value() {
      return prime.pow(exponent);
    }

    /** Of the units. */
    BigInteger order() {
      return prime.pow(exponent - 1).multiply(prime.subtract(ONE));
    }

    /** The square among the fourth roots of a square, whose group has an odd order. */
    BigInteger fourthRoot(BigInteger square) {
      return square.modPow(FOUR.modInverse(order().shiftRight(1)), value());
    }

    boolean hasSquare(BigInteger number) {
      return number.modPow(prime.shiftRight(1), prime).equals(ONE);
    }
  }

  /** The best that a prover can do who knows the factors of any N. */
  private static Proof forge(Statement about, BigInteger w, List<PrimePower> factors) {
    var m = about.n();
    var order = factors.stream().map(PrimePower::order).reduce(BigInteger::multiply).orElseThrow();
    var rounds = new ArrayList<Round>();
    for (var y : challenges(about, w)) {
      var z = order.gcd(m).equals(ONE) ? y.modPow(m.modInverse(order), m) : ONE;
      var round = new Round(ONE, false, false, z);
      for (int choice = 0; choice < 4; choice++) {
        boolean a = choice % 2 == 1;
        boolean b = choice >= 2;
        var fourthPower = b ? y.multiply(w).mod(m) : y;
        var square = a ? m.subtract(fourthPower) : fourthPower;
        if (isSquareOf(factors, square)) {
          round = new Round(fourthRoot(square, factors), a, b, z);
        }
      }
      rounds.add(round);
    }
    return new Proof(w, rounds);
  }

  private static BigInteger fourthRoot(BigInteger square, List<PrimePower> factors) {
    var modulus = ONE;
    var root = BigInteger.ZERO;
    for (var factor : factors) {
      var difference = factor.fourthRoot(square).subtract(root);
      root =
          root.add(
              modulus.multiply(
                  difference.multiply(modulus.modInverse(factor.value())).mod(factor.value())));
      modulus = modulus.multiply(factor.value());
    }
    return root;
  }

  private static BigInteger product(List<PrimePower> factors) {
    return factors.stream().map(PrimePower::value).reduce(BigInteger::multiply).orElseThrow();
  }

  /** No square modulo the last prime alone: together with -1 it tells four classes apart. */
  private static BigInteger w(List<PrimePower> factors) {
    var others = factors.subList(0, factors.size() - 1);
    var w = BigInteger.TWO;
    while (!isSquareOf(others, w) || factors.getLast().hasSquare(w)) {
      w = w.add(ONE);
    }
    return w;
  }

  private static boolean isSquareOf(List<PrimePower> factors, BigInteger number) {
    return factors.stream().allMatch(factor -> factor.hasSquare(number));
  }

  private static BigInteger blumPrime(int bits) {
    BigInteger prime;
    do {
      prime = BigInteger.probablePrime(bits, Parties.RANDOM).setBit(bits - 2);
    } while (!prime.isProbablePrime(50) || !prime.mod(FOUR).equals(THREE));
    return prime;
  }

  private static List<BigInteger> challenges(Statement about, BigInteger w) {
    return ModProof.challenges(SMALL, Contexts.honest(), about, w);
  }

  private Proof with(int index, UnaryOperator<Round> alteration) {
    var rounds = new ArrayList<>(proof.rounds());
    rounds.set(index, alteration.apply(rounds.get(index)));
    return new Proof(proof.w(), rounds);
  }

  private static void verify(Statement about, Proof proof) throws ProofException {
    ModProof.verify(VERIFIER, Contexts.honest(), about, proof, List.of());
  }
}
