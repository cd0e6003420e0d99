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
    /** A modulus of another size than the parameters ask for. */
    MODULUS_SIZE,
    /** A modulus that is even. */
    EVEN_MODULUS,
    /** A modulus that is prime. */
    PRIME_MODULUS,
    /** A modulus that has a factor in common with another one: of this party or of a peer. */
    SHARED_FACTOR,
    /** Another number of rounds than the parameters ask for. */
    ROUNDS,
    /** Zero, not below its modulus, or not prime to it. */
    NOT_A_UNIT,
    /** A base that is 1 or -1. */
    TRIVIAL_BASE,
    /** A number whose Jacobi symbol is not -1. */
    JACOBI_SYMBOL,
    /** A response outside its range. */
    OUT_OF_RANGE,
    /** An equation of the proof does not hold. */
    EQUATION,
  }

  private final Reason reason;
  private final String part;

  ProofException(Reason reason, String part, String message) {
    super(message);
    this.reason = reason;
    this.part = part;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * Which value of statement or proof the reason is about, or which equation: an equation has the
   * name of the prover's first message in it.
   */
  public String part() {
    return part;
  }
}
