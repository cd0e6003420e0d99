package dev.cosigner.cli.launch;

import java.io.Serial;

/** What was written down of an enclave makes no sense. */
final class MalformedEntryException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  MalformedEntryException(String message, Throwable cause) {
    super(message, cause);
  }
}
