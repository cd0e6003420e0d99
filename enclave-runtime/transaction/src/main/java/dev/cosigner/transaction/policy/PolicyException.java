package dev.cosigner.transaction.policy;

/** Bytes or parts that are no policy: what was expected, what was found. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why it was refused. */
  public enum Reason {
    /** Not CBOR of the strict subset, or beyond the bounds of a policy. */
    INVALID_CBOR,
    /** CBOR of another form than a policy's. */
    INVALID_FORM,
    /** A part that cannot be what it should be. */
    INVALID_VALUE,
    /** Not the one encoding of this policy. */
    NOT_CANONICAL
  }

  PolicyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The rule that refused. */
  public Reason reason() {
    return reason;
  }
}
