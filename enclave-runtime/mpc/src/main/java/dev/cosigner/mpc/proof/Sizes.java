package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.paillier.SecurityParameters;

/** The sizes of encoded values in bytes: a field has the least that holds its range, always. */
record Sizes(SecurityParameters parameters) {

  /** Of a number modulo N. */
  int modulus() {
    return parameters.modulusBits() / Byte.SIZE;
  }

  /** Of a ciphertext, a number modulo N^2. */
  int ciphertext() {
    return 2 * modulus();
  }

  /** Of what is within {@link Ranges#masked}. */
  int masked() {
    return signed(parameters.l() + parameters.epsilon());
  }

  /** Of what is within {@link Ranges#maskedPrime}. */
  int maskedPrime() {
    return signed(parameters.lPrime() + parameters.epsilon());
  }

  /** Of what is within {@link Ranges#maskedSum}. */
  int maskedSum() {
    return signed(
        parameters.lPrime() + parameters.epsilon() + Ranges.SUM_BITS + Ranges.SUM_SLACK_BITS);
  }

  /** Of what is within {@link Ranges#maskedFactor}. */
  int maskedFactor() {
    return signed(parameters.l() + parameters.epsilon() + parameters.modulusBits() / 2);
  }

  /**
   * Of what is within {@link Ranges#exponentResponse}.
   *
   * @param factors how many moduli its modulus is the product of
   */
  int exponent(int factors) {
    return signed(parameters.l() + parameters.epsilon() + 1 + factors * parameters.modulusBits());
  }

  /** Of the two's complement of what is from -2^bits to 2^bits. */
  private static int signed(int bits) {
    return (bits + 1) / Byte.SIZE + 1;
  }
}
