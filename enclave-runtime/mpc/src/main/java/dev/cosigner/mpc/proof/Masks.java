package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;

/** What hides the secrets in one round of a proof whose challenges are bits. */
record Masks(SecretInteger alpha, SecretInteger beta) implements AutoCloseable {

  /** Alpha in +-2^(l + epsilon), beta in a range of its own. */
  static Masks draw(Prover prover, BigInteger betaRange) {
    return new Masks(prover.mask(prover.ranges().masked()), prover.mask(betaRange));
  }

  @Override
  public void close() {
    alpha.close();
    beta.close();
  }
}
