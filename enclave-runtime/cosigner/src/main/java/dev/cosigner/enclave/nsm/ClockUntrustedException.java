package dev.cosigner.enclave.nsm;

/** The enclave does not know the time any more. The message says why. */
public final class ClockUntrustedException extends Exception {
  private static final long serialVersionUID = 1L;

  ClockUntrustedException(String message) {
    super(message);
  }
}
