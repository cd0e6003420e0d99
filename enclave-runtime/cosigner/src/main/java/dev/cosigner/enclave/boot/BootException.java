package dev.cosigner.enclave.boot;

/**
 * The enclave does not start. The message is one line for the console: what was expected and what
 * was found.
 */
final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Something that should be there is not, or does not work. */
  static final int ENVIRONMENT = 4;

  /** Something is there that must not be: going on would be unsafe. */
  static final int REFUSED = 5;

  private final int exitCode;

  private BootException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static BootException environment(String message, Throwable cause) {
    return new BootException(ENVIRONMENT, message, cause);
  }

  static BootException refused(String message) {
    return new BootException(REFUSED, message, null);
  }

  /** The exit code of a process enclave. */
  int exitCode() {
    return exitCode;
  }
}
