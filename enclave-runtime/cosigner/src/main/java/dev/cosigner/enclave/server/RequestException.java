package dev.cosigner.enclave.server;

/** A request is refused. Everything here goes to its sender, so nothing secret may be in it. */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String id;
  private final String expected;
  private final String found;
  private final String hint;

  /**
   * A refusal.
   *
   * @param id its kind for programs, in kebab case
   * @param message what went wrong
   * @param expected what was expected, or null
   * @param found what was found, or null
   * @param hint what to do, or null
   */
  public RequestException(String id, String message, String expected, String found, String hint) {
    super(message);
    this.id = id;
    this.expected = expected;
    this.found = found;
    this.hint = hint;
  }

  /** Its kind for programs. */
  public String id() {
    return id;
  }

  /** What was expected, or null. */
  public String expected() {
    return expected;
  }

  /** What was found, or null. */
  public String found() {
    return found;
  }

  /** What to do, or null. */
  public String hint() {
    return hint;
  }
}
