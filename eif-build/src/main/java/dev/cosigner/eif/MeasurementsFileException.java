package dev.cosigner.eif;

import java.io.IOException;

/** A file that does not hold an image's registers in nitro-cli's form. */
public final class MeasurementsFileException extends IOException {
  private static final long serialVersionUID = 1;

  /** What can be wrong with such a file. */
  public enum Reason {
    /** More than 64 KiB. */
    TOO_LARGE,
    /** Not one JSON object without duplicate names. */
    JSON,
    /** A field is missing or of another type. */
    FIELD,
    /** A field that is not known. */
    UNKNOWN_FIELD,
    /** Another hash than SHA-384. */
    HASH_ALGORITHM,
    /** A register that is not 48 bytes in hexadecimal. */
    REGISTER
  }

  private final Reason reason;

  MeasurementsFileException(Reason reason, String message) {
    this(reason, message, null);
  }

  MeasurementsFileException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The rule that was broken. */
  public Reason reason() {
    return reason;
  }
}
