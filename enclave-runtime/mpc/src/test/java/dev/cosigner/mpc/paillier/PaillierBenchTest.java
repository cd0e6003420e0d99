package dev.cosigner.mpc.paillier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the operations under threshold ECDSA cost at full size, in units of one constant-time
 * 4096-bit power with a 2048-bit exponent by the same library: the fastest tenth, which a busy
 * machine disturbs least.
 */
@Tag("bench")
class PaillierBenchTest {
  private static final SecurityParameters PARAMETERS = SecurityParameters.STANDARD;
  private static final int SAMPLES = 41;

  private final LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
  private final SecureRandom random = new SecureRandom();
  private double unit = 1;

  private double measure(String name, Runnable operation) {
    var samples = new double[SAMPLES];
    for (int i = -SAMPLES; i < SAMPLES; i++) {
      long begin = System.nanoTime();
      operation.run();
      long time = System.nanoTime() - begin;
      if (i >= 0) {
        samples[i] = time / 1e6;
      }
    }
    Arrays.sort(samples);
    double fast = samples[SAMPLES / 10];
    System.out.printf("%-40s %8.3f ms %8.4f u%n", name, fast, fast / unit);
    return fast;
  }

  @Test
  void whatOperationsCost() {
    System.out.println(arithmetic.name() + ", AVX512-IFMA " + arithmetic.hasIfma());
    try (var key = PaillierPrivateKey.generate(arithmetic, PARAMETERS, random);
        var p = arithmetic.randomSafePrime(PARAMETERS.modulusBits() / 2);
        var q = arithmetic.randomSafePrime(PARAMETERS.modulusBits() / 2);
        var trapdoor = RingPedersenTrapdoor.generate(arithmetic, PARAMETERS, p, q, random);
        var k = arithmetic.uniform(random, BigInteger.ONE.shiftLeft(PARAMETERS.l()));
        var alpha = arithmetic.uniform(random, BigInteger.ONE.shiftLeft(768));
        var mu = arithmetic.uniform(random, key.n().shiftLeft(768))) {
      var publicKey = key.publicKey();
      var modulus = arithmetic.modulus(publicKey.nSquared());
      try (var base = arithmetic.uniformBelow(random, publicKey.nSquared())) {
        double first = measure("unit", () -> modulus.power(base, key.n()).close());
        assertThat(first).isPositive();
        unit = first;
      }
      measure("a peer's r^N", () -> publicKey.randomiser(random).close());
      measure("one's own r^N", () -> key.randomiser(random).close());
      var c = publicKey.encrypt(BigInteger.TEN, BigInteger.TWO);
      measure("decryption", () -> key.decrypt(c).close());
      measure("table of a ciphertext, 768 bits", () -> publicKey.comb(c, 768, 4));
      var comb = publicKey.comb(c, 768, 4);
      measure("multiple of a ciphertext by the table", () -> comb.power(alpha).close());
      var parameters = trapdoor.parameters();
      measure("s^x t^mu, 256 and 2816 bits", () -> commit(parameters, k, mu));
      measure("s^x t^mu, 768 and 2816 bits", () -> commit(parameters, alpha, mu));
      var z = new BigInteger(768, random);
      var w = new BigInteger(2816, random);
      measure("the owner's s^z t^w", () -> assertThat(trapdoor.commit(z, w)).isPositive());
      measure("N-th root", () -> key.nthRoot(z).close());
    }
  }

  private static void commit(RingPedersenParameters parameters, SecretInteger x, SecretInteger mu) {
    assertThat(parameters.commit(x, mu)).isPositive();
  }
}
