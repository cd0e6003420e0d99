package dev.cosigner.eif.signature;

import java.io.Serial;

/** A signature section that is damaged, or signs something else. */
public final class ImageSignatureException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What can be wrong with a signature, one constant each. */
  public enum Reason {
    /** More bytes than the 32768 that a signature section may have. */
    TOO_LARGE,
    /** Not an array of one map of a certificate and a COSE_Sign1. */
    STRUCTURE,
    /** A certificate that cannot be read. */
    CERTIFICATE,
    /** A certificate whose key is on none of P-256, P-384 and P-521, or not the signature's. */
    KEY,
    /** A COSE_Sign1 of another form than AWS's. */
    COSE,
    /** A payload that is not register 0 with 48 bytes. */
    PAYLOAD,
    /** A signature that is not by the certificate's key over its payload. */
    SIGNATURE,
    /** A signature over another PCR0 than the image's. */
    PCR0,
    /** A certificate that is not valid yet, or no longer. */
    VALIDITY,
    /** A certificate that is not for signing code. */
    USE,
    /** A certificate that the given authority has not issued. */
    CHAIN
  }

  private final Reason reason;

  ImageSignatureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ImageSignatureException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** Whether the section cannot be read at all, rather than signs the wrong thing. */
  public boolean isMalformed() {
    return switch (reason) {
      case TOO_LARGE, STRUCTURE, CERTIFICATE, COSE, PAYLOAD -> true;
      case KEY, SIGNATURE, PCR0, VALIDITY, USE, CHAIN -> false;
    };
  }
}
