package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.LibcryptoModulus;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The unit in which protocols are compared between machines: one power of a 4096-bit number with a
 * 2048-bit exponent by {@code BN_mod_exp_mont_consttime}. {@code cli/bench/unit.py} measures the
 * same without Java.
 */
final class Unit {
  private static final int MODULUS_BITS = 4096;
  private static final int EXPONENT_BITS = 2048;
  private static final int SAMPLES = 15;

  private final LibcryptoModulus modulus;
  private final SecretInteger base;
  private final BigInteger exponent;
  private final List<Double> samples = new ArrayList<>();

  Unit(LibcryptoArithmetic arithmetic) {
    SecureRandom random = new SecureRandom();
    BigInteger odd = new BigInteger(MODULUS_BITS, random).setBit(MODULUS_BITS - 1).setBit(0);
    modulus = arithmetic.modulus(odd);
    base = arithmetic.uniformBelow(random, odd);
    exponent = new BigInteger(EXPONENT_BITS, random).setBit(EXPONENT_BITS - 1);
  }

  /** Measures some powers. Called between the operations, so that it meets the machine's moods. */
  void sample() {
    for (int i = 0; i < SAMPLES; i++) {
      long begin = ProcessorClock.threadNanos();
      modulus.power(base, exponent).close();
      samples.add((ProcessorClock.threadNanos() - begin) / 1e6);
    }
  }

  /** The median of all samples, in milliseconds. */
  double millis() {
    List<Double> sorted = new ArrayList<>(samples);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
