package dev.cosigner.mpc.violation;

import java.math.BigInteger;

/** Breaks a rule, so that the rule is seen to hold. */
final class SecretNumber {
  BigInteger secret(byte[] bytes) {
    return new BigInteger(1, bytes);
  }
}
