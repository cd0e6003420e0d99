package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.paillier.SecurityParameters;
import java.math.BigInteger;

/**
 * The bounds of masks and of responses: a number is in +-b when it is from -b to b, both included.
 *
 * @param order q, the curve's; challenges are in +-q
 */
record Ranges(SecurityParameters parameters, BigInteger order) {
  /**
   * What a decrypted sum may have more than l' + epsilon bits (figure 28, see {@link DecProof}): a
   * sum of 62 of them and of some smaller ones, which is what 32 parties need.
   */
  static final int SUM_BITS = 6;

  /**
   * What hides a decrypted sum: challenges there are bits, and epsilon more would not fit into the
   * modulus.
   */
  static final int SUM_SLACK_BITS = 240;

  /** 2^(l + epsilon): of a response to a secret of l bits. */
  BigInteger masked() {
    return BigInteger.TWO.pow(parameters.l() + parameters.epsilon());
  }

  /** 2^(l' + epsilon): of a response to a secret of l' bits. */
  BigInteger maskedPrime() {
    return BigInteger.TWO.pow(parameters.lPrime() + parameters.epsilon());
  }

  /** 2^(l' + epsilon + 6 + 240): of a response to a decrypted sum. */
  BigInteger maskedSum() {
    return maskedPrime().shiftLeft(SUM_BITS + SUM_SLACK_BITS);
  }

  /** 2^(l + epsilon) sqrt(N0): of a response to a factor of N0. */
  BigInteger maskedFactor(BigInteger n0) {
    return n0.shiftLeft(2 * (parameters.l() + parameters.epsilon())).sqrt();
  }

  /** 2^l modulus: of an exponent that hides the secret of a commitment. */
  BigInteger exponent(BigInteger modulus) {
    return modulus.shiftLeft(parameters.l());
  }

  /** 2^(l + epsilon) modulus: of an exponent that hides such an exponent. */
  BigInteger maskedExponent(BigInteger modulus) {
    return modulus.shiftLeft(parameters.l() + parameters.epsilon());
  }

  /**
   * (2^(l + epsilon) + q 2^l) modulus: of an honest response to an exponent. The paper has no bound
   * for it; without one a proof could be of any length.
   */
  BigInteger exponentResponse(BigInteger modulus) {
    return maskedExponent(modulus).add(exponent(modulus).multiply(order));
  }
}
