package dev.cosigner.mpc.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.PaillierException;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.paillier.SmallParameters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The keys of three parties, with small moduli unless said otherwise. */
final class Parties {
  /** Moduli of 512 bits: for proofs whose soundness the test does not depend on. */
  static final SecurityParameters SMALL = SmallParameters.of(512, 256, 520, 288, 16);

  static final LibcryptoArithmetic ARITHMETIC = BackEnds.libcrypto();
  static final ConstantTimeCurve CURVE = Curves.secp256k1();
  static final BigInteger Q = CURVE.order();
  static final SecureRandom RANDOM = new SeededRandom(5);

  static final Prover PROVER = new Prover(SMALL, ARITHMETIC, CURVE, RANDOM);
  static final Verifier VERIFIER = new Verifier(SMALL, ARITHMETIC, CURVE);

  /** Other sizes than {@link #SMALL}, for the same moduli. */
  static final SecurityParameters OTHER_SIZES = SmallParameters.of(512, 256, 521, 288, 16);

  /** In the order of their moduli, so that a number below one is below the next. */
  private static final List<PaillierPrivateKey> KEYS =
      Stream.generate(() -> PaillierPrivateKey.generate(ARITHMETIC, SMALL, RANDOM))
          .limit(3)
          .sorted(Comparator.comparing(PaillierPrivateKey::n))
          .toList();

  private static final List<List<BigInteger>> SAFE_PRIMES =
      pairs(safePrimes(256)).stream()
          .sorted(Comparator.comparing(pair -> pair.get(0).multiply(pair.get(1))))
          .toList();

  private static final List<RingPedersenTrapdoor> TRAPDOORS =
      SAFE_PRIMES.stream().map(pair -> trapdoor(SMALL, pair)).toList();

  private Parties() {}

  static PaillierPrivateKey proverKey() {
    return KEYS.get(0);
  }

  static PaillierPrivateKey verifierKey() {
    return KEYS.get(1);
  }

  /** Of a party that has nothing to do with the proof; its modulus is the greatest. */
  static PaillierPrivateKey otherKey() {
    return KEYS.get(2);
  }

  static RingPedersenTrapdoor proverTrapdoor() {
    return TRAPDOORS.get(0);
  }

  static RingPedersenTrapdoor verifierTrapdoor() {
    return TRAPDOORS.get(1);
  }

  /** Of a party that has nothing to do with the proof; its modulus is the greatest. */
  static RingPedersenTrapdoor otherTrapdoor() {
    return TRAPDOORS.get(2);
  }

  /** A random integer of either sign, at most 2^bits in magnitude. */
  static BigInteger integer(int bits) {
    var magnitude = new BigInteger(bits, RANDOM);
    return RANDOM.nextBoolean() ? magnitude : magnitude.negate();
  }

  static SecretInteger secret(BigInteger integer) {
    return ARITHMETIC.fromPublic(integer);
  }

  static SecretScalar secretScalar(BigInteger integer) {
    try (var secret = secret(integer)) {
      return PROVER.scalar(secret);
    }
  }

  static Scalar scalar() {
    return CURVE.scalar(new BigInteger(256, RANDOM));
  }

  static BigInteger number(Scalar scalar) {
    return new BigInteger(1, scalar.encoding());
  }

  /** g^x, where g is the curve's generator. */
  static Point power(BigInteger x) {
    return CURVE.multiplyGenerator(CURVE.scalar(x));
  }

  /** The number after it; of two units in a row one may be none, but hardly ever is. */
  static BigInteger next(BigInteger number) {
    return number.add(BigInteger.ONE);
  }

  /** The verifier's parameters but for one base, which is squared. */
  static RingPedersenParameters otherBases(boolean otherS) {
    var honest = verifierTrapdoor().parameters();
    var modulus = honest.modulus();
    var s = otherS ? modulus.multiply(honest.s(), honest.s()) : honest.s();
    var t = otherS ? honest.t() : modulus.multiply(honest.t(), honest.t());
    try {
      return RingPedersenParameters.of(ARITHMETIC, SMALL, modulus.value(), s, t);
    } catch (PaillierException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is no unit modulo a number, a multiple of whose factor is among it. */
  static List<BigInteger> notUnits(BigInteger factor, BigInteger modulus) {
    return List.of(
        BigInteger.ZERO,
        modulus,
        modulus.add(BigInteger.ONE),
        BigInteger.ONE.negate(),
        BigInteger.ONE.shiftLeft(100_000),
        factor,
        modulus.subtract(factor));
  }

  /** A prime of the prover's key. */
  static BigInteger proverFactor() {
    try (var p = proverKey().p()) {
      return p.publish();
    }
  }

  /** A prime of the verifier's key. */
  static BigInteger verifierFactor() {
    try (var p = verifierKey().p()) {
      return p.publish();
    }
  }

  /** A prime of the verifier's ring-Pedersen modulus. */
  static BigInteger trapdoorFactor() {
    return SAFE_PRIMES.get(1).getFirst();
  }

  /** Ring-Pedersen parameters over two safe primes. */
  static RingPedersenTrapdoor trapdoor(SecurityParameters parameters, List<BigInteger> primes) {
    try (var p = secret(primes.get(0));
        var q = secret(primes.get(1))) {
      return RingPedersenTrapdoor.generate(ARITHMETIC, parameters, p, q, RANDOM);
    }
  }

  /** The fixed safe primes of a size. */
  static List<BigInteger> safePrimes(int bits) {
    try (var file =
        new BufferedReader(
            new InputStreamReader(Parties.class.getResourceAsStream("safe-primes"), US_ASCII))) {
      return file.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> new BigInteger(line, 16))
          .filter(prime -> prime.bitLength() == bits)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<BigInteger>> pairs(List<BigInteger> primes) {
    return IntStream.range(0, primes.size() / 2)
        .mapToObj(i -> primes.subList(2 * i, 2 * i + 2))
        .toList();
  }
}
