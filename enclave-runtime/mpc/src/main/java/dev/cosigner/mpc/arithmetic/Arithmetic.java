package dev.cosigner.mpc.arithmetic;

import java.math.BigInteger;

/**
 * A back end for arithmetic on large public integers. Secrets come from {@link LibcryptoArithmetic}
 * and from nowhere else, so the other back end cannot be given one.
 */
public sealed interface Arithmetic permits LibcryptoArithmetic, BigIntegerArithmetic {

  /** What computes, for instance {@code OpenSSL 3.5.7}. */
  String name();

  /**
   * Prepares computing modulo a public number.
   *
   * @throws IllegalArgumentException unless it is odd and greater than 1
   */
  Modulus modulus(BigInteger modulus);

  /** Whether a public number is prime, but for a probability below 2^-100. */
  boolean isProbablePrime(BigInteger number);
}
