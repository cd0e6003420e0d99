package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;

/**
 * The secret randomness of one ciphertext under one key: a unit r modulo N, and r^N mod N^2. The
 * power serves one encryption and is gone then; r stays for the proof about it until {@link
 * #close}. It cannot be printed, copied or serialised.
 */
public final class Randomiser implements AutoCloseable {
  private final BigInteger n;
  private final SecretInteger r;
  private SecretInteger power;

  /** Takes both secrets over. */
  Randomiser(BigInteger n, SecretInteger r, SecretInteger power) {
    this.n = n;
    this.r = r;
    this.power = power;
  }

  /**
   * Hands r^N out, once; the caller closes it.
   *
   * @throws IllegalArgumentException if it is one of another key
   * @throws IllegalStateException if it was used before
   */
  synchronized SecretInteger takePower(BigInteger modulus) {
    requireOf(modulus);
    if (power == null) {
      throw new IllegalStateException("expected a fresh randomiser, found one that was used");
    }
    var taken = power;
    power = null;
    return taken;
  }

  /** The unit, which stays this object's. */
  SecretInteger unit(BigInteger modulus) {
    requireOf(modulus);
    return r;
  }

  private void requireOf(BigInteger modulus) {
    if (!n.equals(modulus)) {
      throw new IllegalArgumentException("expected a randomiser of this key, found another key's");
    }
  }

  /** Wipes both. Closing twice is allowed. */
  @Override
  public synchronized void close() {
    r.close();
    if (power != null) {
      power.close();
      power = null;
    }
  }

  /** Says nothing of the values. */
  @Override
  public String toString() {
    return "Randomiser[hidden]";
  }
}
