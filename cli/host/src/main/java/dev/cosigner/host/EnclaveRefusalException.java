package dev.cosigner.host;

import java.io.Serial;
import java.util.Optional;

/**
 * An enclave answered a request with an error. The texts are the enclave's own, at most 1,000
 * characters each; whoever shows them makes them printable.
 */
public final class EnclaveRefusalException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String id;
  private final String expected;
  private final String found;
  private final String hint;

  EnclaveRefusalException(String id, String message, String expected, String found, String hint) {
    super(message);
    this.id = id;
    this.expected = expected;
    this.found = found;
    this.hint = hint;
  }

  /** The stable name of the error, in kebab-case. */
  public String id() {
    return id;
  }

  /** What the enclave needed to see, if it said so. */
  public Optional<String> expected() {
    return Optional.ofNullable(expected);
  }

  /** What it saw instead, if it said so. */
  public Optional<String> found() {
    return Optional.ofNullable(found);
  }

  /** What to do about it, if it said so. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
