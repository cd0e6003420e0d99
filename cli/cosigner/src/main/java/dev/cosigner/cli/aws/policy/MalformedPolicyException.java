package dev.cosigner.cli.aws.policy;

import java.io.Serial;

/** A document is not a key policy, or not a list of grants, that KMS would take or give. */
public final class MalformedPolicyException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    TOO_LARGE,
    TOO_MANY,
    JSON,
    UNKNOWN_ELEMENT,
    VERSION,
    STATEMENT,
    EFFECT,
    PRINCIPAL,
    ACTION,
    RESOURCE,
    CONDITION,
    GRANT
  }

  private final Reason reason;

  MalformedPolicyException(Reason reason, String message) {
    this(reason, message, null);
  }

  MalformedPolicyException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong, for one who decides by it. */
  public Reason reason() {
    return reason;
  }
}
