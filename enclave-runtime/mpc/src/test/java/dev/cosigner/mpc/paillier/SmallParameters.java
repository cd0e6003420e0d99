package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import java.math.BigInteger;
import java.security.SecureRandom;

/** Parameters that production code cannot make. */
public final class SmallParameters {
  private SmallParameters() {}

  /** Any sizes; the modulus's a multiple of 128. */
  public static SecurityParameters of(int modulusBits, int l, int lPrime, int epsilon, int rounds) {
    return new SecurityParameters(modulusBits, l, lPrime, epsilon, rounds);
  }

  /** A key whose factors the test chooses. */
  public static PaillierPrivateKey key(SecurityParameters parameters, BigInteger p, BigInteger q) {
    LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
    try (var secretP = arithmetic.fromPublic(p);
        var secretQ = arithmetic.fromPublic(q)) {
      return new PaillierPrivateKey(arithmetic, parameters, secretP, secretQ);
    }
  }

  /** Ring-Pedersen parameters over fresh safe primes: quick for a small modulus. */
  public static RingPedersenTrapdoor trapdoor(SecurityParameters parameters, SecureRandom random) {
    LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
    int bits = parameters.modulusBits() / 2;
    try (var p = arithmetic.randomSafePrime(bits);
        var q = arithmetic.randomSafePrime(bits)) {
      return RingPedersenTrapdoor.generate(arithmetic, parameters, p, q, random);
    }
  }
}
