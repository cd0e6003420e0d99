package dev.cosigner.mpc.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.SeededRandom;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Time does not depend on secrets: a fixed one, extreme in some way, takes as long as random ones.
 * As dudect does (Reparaz, Balasch and Verbauwhede, 2017), the two classes are measured in random
 * order, the slowest measurements are cut off, and Welch's t tells the means apart.
 */
@Tag("thorough")
class TimingTest {
  private static final int SAMPLES = 6000;
  private static final int ROUNDS = 4;

  /**
   * dudect's own limit is 10 for a leak that is certain. A machine at work disturbs single rounds;
   * a leak shows in all of them.
   */
  private static final double LIMIT = 10;

  private static final List<String> FIGURES = new ArrayList<>();

  private final LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
  private final SeededRandom random = new SeededRandom(11);

  private interface Operation {
    void run(SecretInteger secret);
  }

  @AfterAll
  static void print() {
    FIGURES.forEach(System.out::println);
  }

  @Test
  void aPowerWithASecretExponent() {
    var modulus = arithmetic.modulus(odd(1024));
    // As many limbs as random ones have: how many are in use is not hidden.
    requireConstantTime(
        "power, exponent 2^255",
        BigInteger.ONE.shiftLeft(255),
        256,
        secret -> modulus.power(BigInteger.valueOf(3), secret).close());
  }

  @Test
  void aPowerOfATable() {
    var comb = arithmetic.modulus(odd(1024)).comb(BigInteger.valueOf(3), 512, 100);
    requireConstantTime(
        "comb, exponent 0", BigInteger.ZERO, 512, secret -> comb.power(secret).close());
    requireConstantTime(
        "comb, exponent -1", BigInteger.ONE.negate(), 512, secret -> comb.power(secret).close());
  }

  @Test
  void integers() {
    var q = odd(256);
    var factor = new BigInteger(256, random);
    for (var fixed : List.of(BigInteger.ZERO, BigInteger.ONE.negate())) {
      requireConstantTime(
          "product, factor " + fixed, fixed, 1024, secret -> secret.times(factor).close());
      requireConstantTime("residue of " + fixed, fixed, 1024, secret -> secret.modulo(q).close());
      requireConstantTime(
          "sum with " + fixed, fixed, 1024, secret -> secret.plusTimes(factor, secret).close());
    }
  }

  @Test
  void theOwnersPowers() {
    var base = odd(2048);
    try (var p = arithmetic.randomPrime(random, 512);
        var q = arithmetic.randomPrime(random, 512);
        var factors = new Factorisation(p, q)) {
      // As many limbs as random ones have: of bases, too, how many are in use is not hidden.
      requireConstantTime(
          "N-th power of 2^1022",
          BigInteger.ONE.shiftLeft(1022),
          1023,
          secret -> factors.nthPower(secret).close());
      requireConstantTime(
          "own power, exponent 2^511",
          BigInteger.ONE.shiftLeft(511),
          512,
          secret -> {
            try (var exponent = factors.squared().exponent(secret)) {
              factors.squared().power(base, exponent).close();
            }
          });
    }
  }

  private BigInteger odd(int bits) {
    return new BigInteger(bits, random).setBit(0).setBit(bits - 1);
  }

  private void requireConstantTime(String name, BigInteger fixed, int bits, Operation operation) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > LIMIT / 2; round++) {
      least = Math.min(least, Math.abs(welch(fixed, bits, operation)));
    }
    FIGURES.add("%-28s |t| = %.2f".formatted(name, least));
    assertThat(least).as(name).isLessThan(LIMIT);
  }

  private double welch(BigInteger fixed, int bits, Operation operation) {
    Supplier<SecretInteger> fixedSecrets = () -> secret(fixed, bits);
    Supplier<SecretInteger> randomSecrets = () -> secret(new BigInteger(bits, random), bits);
    var classes = new int[SAMPLES];
    var times = new double[SAMPLES];
    for (int i = -SAMPLES / 4; i < SAMPLES; i++) {
      int which = random.nextInt(2);
      try (var secret = (which == 0 ? fixedSecrets : randomSecrets).get()) {
        long begin = System.nanoTime();
        operation.run(secret);
        long time = System.nanoTime() - begin;
        if (i >= 0) {
          classes[i] = which;
          times[i] = time;
        }
      }
    }
    var sorted = times.clone();
    Arrays.sort(sorted);
    double cut = sorted[SAMPLES * 8 / 10];
    double[] count = new double[2];
    double[] mean = new double[2];
    double[] squares = new double[2];
    for (int i = 0; i < SAMPLES; i++) {
      if (times[i] <= cut) {
        int c = classes[i];
        count[c]++;
        double delta = times[i] - mean[c];
        mean[c] += delta / count[c];
        squares[c] += delta * (times[i] - mean[c]);
      }
    }
    return (mean[0] - mean[1])
        / Math.sqrt(
            squares[0] / (count[0] - 1) / count[0] + squares[1] / (count[1] - 1) / count[1]);
  }

  /** Of one width, whatever the value. */
  private SecretInteger secret(BigInteger value, int bits) {
    try (var room = arithmetic.fromPublic(BigInteger.ONE.shiftLeft(bits - 1));
        var narrow = arithmetic.fromPublic(value.subtract(BigInteger.ONE.shiftLeft(bits - 1)));
        var sum = room.plus(narrow)) {
      return sum.narrowed(bits);
    }
  }
}
