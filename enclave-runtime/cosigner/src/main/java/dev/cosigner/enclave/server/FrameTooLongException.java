package dev.cosigner.enclave.server;

import java.io.IOException;

/** A frame is longer than its receiver takes. */
public final class FrameTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long found;
  private final int maxBytes;

  FrameTooLongException(long found, int maxBytes) {
    super("expected a frame of at most " + maxBytes + " bytes, found one of " + found);
    this.found = found;
    this.maxBytes = maxBytes;
  }

  long found() {
    return found;
  }

  int maxBytes() {
    return maxBytes;
  }
}
