package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.proof.Prover;
import java.util.Arrays;

/** Secrets as integers and as scalars. The caller closes what comes out. */
final class SecretConversion {
  private SecretConversion() {}

  /** The integer from 0 to the curve's order. */
  static SecretInteger integer(Prover prover, SecretScalar scalar) {
    var encoding = scalar.reveal();
    try {
      return prover.arithmetic().fromUnsigned(encoding);
    } finally {
      Arrays.fill(encoding, (byte) 0);
    }
  }

  /** An integer of either sign, reduced by the curve's order. */
  static SecretScalar scalar(Prover prover, SecretInteger integer) {
    try (var reduced = integer.modulo(prover.curve().order())) {
      var encoding = reduced.reveal(prover.curve().scalarBytes());
      try {
        return prover.curve().receiveSecret(encoding);
      } catch (CurveException e) {
        throw new IllegalStateException("expected a reduced scalar", e);
      } finally {
        Arrays.fill(encoding, (byte) 0);
      }
    }
  }
}
