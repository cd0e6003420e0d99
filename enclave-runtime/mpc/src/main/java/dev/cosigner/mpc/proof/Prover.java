package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.SecurityParameters;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What a party proves with.
 *
 * @param curve secp256k1, or another curve whose scalars are big-endian
 */
public record Prover(
    SecurityParameters parameters,
    LibcryptoArithmetic arithmetic,
    ConstantTimeCurve curve,
    SecureRandom random) {

  Ranges ranges() {
    return new Ranges(parameters, curve.order());
  }

  /** A uniform mask from {@code -bound} to {@code bound}. */
  SecretInteger mask(BigInteger bound) {
    return arithmetic.uniform(random, bound);
  }

  /** {@code mask + e secret}, made public. */
  static BigInteger respond(SecretInteger mask, BigInteger e, SecretInteger secret) {
    try (var response = mask.plusTimes(e, secret)) {
      return response.publish();
    }
  }

  /** {@code mask + e secret}, made public. */
  static Scalar respond(SecretScalar mask, Scalar e, SecretScalar secret) {
    try (var product = secret.times(e);
        var response = mask.plus(product)) {
      return response.publish();
    }
  }

  /** A secret integer of either sign modulo the curve's order. The caller closes what comes out. */
  public SecretScalar scalar(SecretInteger integer) {
    try (var reduced = integer.modulo(curve.order())) {
      var encoding = reduced.reveal(curve.scalarBytes());
      try {
        return curve.receiveSecret(encoding);
      } catch (CurveException e) {
        throw new IllegalStateException("expected a reduced scalar", e);
      } finally {
        Arrays.fill(encoding, (byte) 0);
      }
    }
  }
}
