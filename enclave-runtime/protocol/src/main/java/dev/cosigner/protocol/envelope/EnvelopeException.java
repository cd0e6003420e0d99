package dev.cosigner.protocol.envelope;

/** An envelope that must be dropped, with the reason. */
public final class EnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it is dropped. */
  public enum Reason {
    /** Not an envelope, or over its bounds. */
    MALFORMED,
    /** For another boot than this one. */
    OTHER_INSTANCE,
    /** Of a session, group or view that is not open here. */
    UNKNOWN_SESSION,
    /** Of another protocol than the session's. */
    OTHER_PROTOCOL,
    /** By a cosigner that is no member of the session. */
    UNKNOWN_SENDER,
    /** By another boot of a member than the one that works with this session. */
    OTHER_SENDER_INSTANCE,
    /** For or from a party that the sender or this cosigner does not play. */
    OTHER_PARTY,
    /** A number that was received before, or is too old to know. */
    REPLAYED,
    /** The sender's signature does not verify. */
    BAD_SIGNATURE,
    /** The attestation document's batch does not name this envelope. */
    NOT_IN_BATCH,
    /** The attestation document does not verify. */
    BAD_ATTESTATION,
    /** The payload does not open. */
    BAD_SEAL
  }

  private final Reason reason;

  public EnvelopeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public EnvelopeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
