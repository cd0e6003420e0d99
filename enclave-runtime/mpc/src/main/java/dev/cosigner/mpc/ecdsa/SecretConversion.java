package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.proof.Prover;
import java.util.Arrays;

/** Secret scalars as integers. The caller closes what comes out. */
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
}
