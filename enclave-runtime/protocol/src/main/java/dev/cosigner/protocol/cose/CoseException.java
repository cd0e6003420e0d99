package dev.cosigner.protocol.cose;

import java.io.Serial;

/** A COSE_Sign1 structure or signature that is refused. */
public final class CoseException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why a structure or signature was refused. */
  public enum Reason {
    /** The bytes are not strict CBOR, or larger than allowed. */
    MALFORMED_CBOR,
    /** A tag other than 18. */
    TAG,
    /** Not an array of four: byte string, map, byte string, byte string. */
    STRUCTURE,
    /** A protected header other than the one of a known algorithm, {@code {1: alg}}. */
    PROTECTED_HEADER,
    /** An unprotected header that is not empty. */
    UNPROTECTED_HEADER,
    /** A signature of another length than the algorithm's. */
    SIGNATURE_LENGTH,
    /** A signature whose r or s is outside {@code [1, n - 1]} (CVE-2022-21449). */
    SIGNATURE_RANGE,
    /** A key on another curve than the algorithm's. */
    KEY_CURVE,
    /** A signature that does not belong to the key and the message. */
    SIGNATURE,
  }

  private final Reason reason;

  CoseException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  CoseException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns why the structure or signature was refused. */
  public Reason reason() {
    return reason;
  }
}
