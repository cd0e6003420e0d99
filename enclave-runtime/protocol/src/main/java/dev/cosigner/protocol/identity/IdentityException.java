package dev.cosigner.protocol.identity;

import java.io.Serial;

/** A public key or signature that must not be accepted, with the reason. */
public final class IdentityException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why it was refused. */
  public enum Reason {
    /** A key or signature of another length. */
    LENGTH,
    /** An encoding of a point other than its one: the coordinate is not below 2^255-19. */
    NON_CANONICAL_POINT,
    /** A point of order 1, 2, 4 or 8. */
    SMALL_ORDER,
    /** Bytes that are no point of the curve. */
    NOT_A_POINT,
    /** A response that is not below the group's order: a second form of another signature. */
    NON_CANONICAL_SCALAR,
    /** The signature is not one by this key on this message. */
    WRONG_SIGNATURE
  }

  private final Reason reason;

  IdentityException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  IdentityException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns why it was refused. */
  public Reason reason() {
    return reason;
  }
}
