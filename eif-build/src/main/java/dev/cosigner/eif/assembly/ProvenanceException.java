package dev.cosigner.eif.assembly;

import java.io.IOException;
import java.io.Serial;

/** A file that is no provenance of an image of this repository. */
public final class ProvenanceException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  ProvenanceException(String message, Throwable cause) {
    super(message, cause);
  }
}
