package dev.cosigner.enclave.nsm;

/** The NSM did not do what it was asked. */
public final class NsmException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. All but the last two are the module's own error codes. */
  public enum Reason {
    /** A field of the request is out of range. */
    INVALID_ARGUMENT("InvalidArgument"),
    /** There is no register with this index. */
    INVALID_INDEX("InvalidIndex"),
    /** The module's answer does not fit its request. */
    INVALID_RESPONSE("InvalidResponse"),
    /** The register is locked. */
    READ_ONLY_INDEX("ReadOnlyIndex"),
    /** The module does not do this. */
    INVALID_OPERATION("InvalidOperation"),
    /** The answer does not fit the memory given for it. */
    BUFFER_TOO_SMALL("BufferTooSmall"),
    /** The request is too large. */
    INPUT_TOO_LARGE("InputTooLarge"),
    /** The module failed. */
    INTERNAL_ERROR("InternalError"),
    /** The device is not there or refuses to talk. */
    UNREACHABLE(null),
    /** The answer is not of the form that AWS documents. */
    MALFORMED_RESPONSE(null);

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The module's code, or null. */
    String code() {
      return code;
    }

    /** The reason with this code of the module. */
    static Reason ofCode(String code) {
      for (Reason reason : values()) {
        if (code.equals(reason.code)) {
          return reason;
        }
      }
      return MALFORMED_RESPONSE;
    }
  }

  private final Reason reason;

  /**
   * A failure.
   *
   * @param reason why
   * @param message what was expected and what was found
   */
  public NsmException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * A failure with a cause.
   *
   * @param reason why
   * @param message what was expected and what was found
   * @param cause what failed below
   */
  public NsmException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
