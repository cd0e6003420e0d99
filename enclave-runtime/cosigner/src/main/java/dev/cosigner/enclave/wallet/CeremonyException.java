package dev.cosigner.enclave.wallet;

/** What a ceremony came to is not what it should be: it is given up. */
final class CeremonyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  CeremonyException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** A constant name, for the operator's screen and scripts. */
  String reason() {
    return reason;
  }
}
