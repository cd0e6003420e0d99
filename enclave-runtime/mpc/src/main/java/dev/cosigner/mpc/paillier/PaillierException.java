package dev.cosigner.mpc.paillier;

/** A peer's modulus, parameter or ciphertext that is none. */
public final class PaillierException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why it is refused. */
  public enum Reason {
    /** A modulus of another size than the exact one, or that is not positive. */
    MODULUS_SIZE,
    /** A modulus that is even. */
    MODULUS_EVEN,
    /** A ring-Pedersen base outside (1, modulus - 1), or with a factor in common with it. */
    BASE,
    /** The ciphertext 0. */
    ZERO,
    /** A ciphertext below 0. */
    NEGATIVE,
    /** A ciphertext that is the square of the modulus, or above it. */
    NOT_BELOW_N_SQUARED,
    /** A ciphertext in more or fewer bytes than the square of the modulus has. */
    LENGTH,
    /** A ciphertext with a factor in common with the modulus. */
    NOT_A_UNIT,
  }

  private final Reason reason;

  PaillierException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
