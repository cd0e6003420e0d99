package dev.cosigner.eif.assembly;

/** An input of an image is not the locked one, or the lock itself cannot be used. */
public final class InputsLockException extends Exception {
  private static final long serialVersionUID = 1;

  /** What can be wrong with a lock or with what it locks. */
  public enum Reason {
    /** The lock is not a file of its form. */
    MALFORMED,
    /** The lock does not name an input that every image has. */
    NOT_LOCKED,
    /** An input has other content than the locked one. */
    DIFFERS
  }

  private final Reason reason;
  private final String expected;
  private final String found;

  private InputsLockException(
      Reason reason, String message, String expected, String found, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.expected = expected;
    this.found = found;
  }

  static InputsLockException malformed(String what, Throwable cause) {
    return new InputsLockException(
        Reason.MALFORMED,
        "the lock of the image's inputs is malformed: " + what,
        InputsLock.FILE + " as it was committed",
        what,
        cause);
  }

  static InputsLockException notLocked(String name) {
    return new InputsLockException(
        Reason.NOT_LOCKED,
        "the lock of the image's inputs does not name the %s".formatted(name),
        "an input '%s' in %s".formatted(name, InputsLock.FILE),
        "none",
        null);
  }

  static InputsLockException differs(String file, String expected, String found) {
    return new InputsLockException(
        Reason.DIFFERS,
        "%s is not the locked input".formatted(file),
        "SHA-256 " + expected,
        "SHA-256 " + found,
        null);
  }

  /** The rule that was broken. */
  public Reason reason() {
    return reason;
  }

  /** What the lock or its reader expected. */
  public String expected() {
    return expected;
  }

  /** What was there instead. */
  public String found() {
    return found;
  }
}
