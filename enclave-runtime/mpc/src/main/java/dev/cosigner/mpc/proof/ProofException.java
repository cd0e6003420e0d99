package dev.cosigner.mpc.proof;

/** A proof that does not verify. */
public final class ProofException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a proof is refused. */
  public enum Reason {
    /** The public key is the neutral element, of which everybody knows the logarithm. */
    IDENTITY_PUBLIC_KEY,
    /** The commitment is the neutral element: the nonce was zero. */
    IDENTITY_COMMITMENT,
    /** The equation of the proof does not hold. */
    EQUATION,
  }

  private final Reason reason;

  ProofException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
