package dev.cosigner.mpc.arithmetic;

import java.math.BigInteger;

/**
 * Public arithmetic by {@link BigInteger}, for tests and for offline tools that check what others
 * proved. It cannot be given a secret: no secret type has a constructor or a method that this class
 * could call, and keys made over it refuse to encrypt secrets.
 */
public final class BigIntegerArithmetic implements Arithmetic {
  private static final int CERTAINTY = 100;

  /** There is nothing to load. */
  public BigIntegerArithmetic() {}

  @Override
  public String name() {
    return "BigInteger";
  }

  @Override
  public Modulus modulus(BigInteger modulus) {
    return new BigIntegerModulus(modulus);
  }

  @Override
  public boolean isProbablePrime(BigInteger number) {
    return number.signum() > 0 && number.isProbablePrime(CERTAINTY);
  }
}
