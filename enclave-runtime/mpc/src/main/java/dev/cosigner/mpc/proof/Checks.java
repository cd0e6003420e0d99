package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.Collection;

/** What is checked of public values before any arithmetic on them. */
final class Checks {
  private Checks() {}

  /** A modulus has its exact size and is odd. */
  static void requireModulus(String part, BigInteger modulus, int bits) throws ProofException {
    if (!modulus.shiftRight(bits - 1).equals(BigInteger.ONE)) {
      throw new ProofException(
          Reason.MODULUS_SIZE,
          part,
          "expected a modulus " + part + " of " + bits + " bits, found " + modulus.bitLength());
    }
    if (!modulus.testBit(0)) {
      throw new ProofException(
          Reason.EVEN_MODULUS, part, "expected an odd modulus " + part + ", found an even one");
    }
  }

  /** A modulus shares no factor with any of others, and so is none of them. */
  static void requireNoSharedFactor(String part, BigInteger modulus, Collection<BigInteger> others)
      throws ProofException {
    for (var other : others) {
      if (!modulus.gcd(other).equals(BigInteger.ONE)) {
        throw new ProofException(
            Reason.SHARED_FACTOR,
            part,
            "expected a modulus " + part + " of its own, found one that has a factor of another");
      }
    }
  }

  static void requireRounds(int rounds, int expected) throws ProofException {
    if (rounds != expected) {
      throw new ProofException(
          Reason.ROUNDS, "rounds", "expected " + expected + " rounds, found " + rounds);
    }
  }

  /** {@code -bound <= value <= bound}. */
  static void requireWithin(String part, BigInteger value, BigInteger bound) throws ProofException {
    if (value.abs().compareTo(bound) > 0) {
      throw new ProofException(
          Reason.OUT_OF_RANGE,
          part,
          "expected %s within its range of %d bits, found %d bits"
              .formatted(part, bound.bitLength(), value.bitLength()));
    }
  }

  /** {@code 0 <= value < bound}. */
  static void requireBelow(String part, BigInteger value, BigInteger bound) throws ProofException {
    if (value.signum() < 0 || value.compareTo(bound) >= 0) {
      throw new ProofException(
          Reason.OUT_OF_RANGE,
          part,
          "expected " + part + " from 0 to below its bound of " + bound.bitLength() + " bits");
    }
  }
}
