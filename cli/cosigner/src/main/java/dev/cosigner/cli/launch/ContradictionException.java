package dev.cosigner.cli.launch;

import java.io.Serial;

/** An enclave says something else of itself than its own document, or than its launch. */
final class ContradictionException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  ContradictionException(String what, String expected, String found) {
    super("the enclave's " + what + " is another than its launch or its document says");
    this.expected = expected;
    this.found = found;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
