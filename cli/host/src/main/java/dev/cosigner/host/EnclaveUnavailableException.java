package dev.cosigner.host;

import java.io.IOException;
import java.io.Serial;

/** An enclave that could not be reached, or whose stream broke or made no sense. */
public final class EnclaveUnavailableException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** There is no socket to connect to, or nobody listens on it. */
    NOT_THERE,
    /** The enclave runs, but nothing in it listens on the port. */
    PORT_CLOSED,
    /** Nothing came, or nothing was taken, in the time allowed. */
    TIMED_OUT,
    /** The stream ended early, or this connection failed before. */
    CLOSED,
    /** A request that is longer than a frame may be. */
    REQUEST_TOO_LARGE,
    /** Bytes that are no frame or no response. */
    MALFORMED
  }

  private final Reason reason;

  EnclaveUnavailableException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  EnclaveUnavailableException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns what went wrong. */
  public Reason reason() {
    return reason;
  }
}
