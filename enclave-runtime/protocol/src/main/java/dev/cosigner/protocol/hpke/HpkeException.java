package dev.cosigner.protocol.hpke;

import java.io.Serial;

/** A public key that cannot be sealed to, or sealed bytes that cannot be opened. */
public final class HpkeException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why a key or sealed bytes were refused. */
  public enum Reason {
    /** A public key that has not 32 bytes. */
    KEY_LENGTH,
    /** Sealed bytes that are shorter than an encapsulated key and a tag. */
    SEALED_LENGTH,
    /** A public or encapsulated key of small order: the shared secret would be zero. */
    SMALL_ORDER,
    /** Sealed to another key, or under another info or associated data, or changed. */
    AUTHENTICATION,
  }

  private final Reason reason;

  HpkeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  HpkeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns why the key or the sealed bytes were refused. */
  public Reason reason() {
    return reason;
  }
}
