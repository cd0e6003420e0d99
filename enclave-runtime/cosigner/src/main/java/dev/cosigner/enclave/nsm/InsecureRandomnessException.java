package dev.cosigner.enclave.nsm;

/** The enclave's randomness does not come from where it must. */
public final class InsecureRandomnessException extends Exception {
  private static final long serialVersionUID = 1L;

  InsecureRandomnessException(String message) {
    super(message);
  }
}
