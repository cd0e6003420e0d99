package dev.cosigner.mpc.arithmetic;

import dev.cosigner.mpc.ConstantTime;
import dev.cosigner.mpc.SeededRandom;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secret integers, moduli and their owner's powers take the same time for all secrets. */
@Tag("thorough")
class TimingTest {
  private static final ConstantTime MEASURED = new ConstantTime(new SeededRandom(12));

  private final LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
  private final SeededRandom random = new SeededRandom(11);

  @AfterAll
  static void print() {
    MEASURED.print();
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

  private void requireConstantTime(
      String name, BigInteger fixed, int bits, ConstantTime.Operation<SecretInteger> operation) {
    MEASURED.require(
        name,
        () -> secret(fixed, bits),
        () -> secret(new BigInteger(bits, random), bits),
        operation);
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
