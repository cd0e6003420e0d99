package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Arithmetic;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.paillier.SecurityParameters;

/** What anybody verifies a proof with. */
public record Verifier(SecurityParameters parameters, Arithmetic arithmetic, Curve curve) {

  Ranges ranges() {
    return new Ranges(parameters, curve.order());
  }
}
