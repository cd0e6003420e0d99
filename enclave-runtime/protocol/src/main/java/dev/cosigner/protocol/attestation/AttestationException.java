package dev.cosigner.protocol.attestation;

import java.io.Serial;
import java.util.Optional;

/** An attestation document that is refused. */
public final class AttestationException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why a document was refused. */
  public enum Reason {
    /** More than 16 KiB. */
    TOO_LARGE,
    /** The document is not strict CBOR. */
    MALFORMED_CBOR,
    /** A tag other than 18. */
    COSE_TAG,
    /** Not the four fields of a COSE_Sign1. */
    COSE_STRUCTURE,
    /** A protected header other than {@code {1: -35}}. */
    PROTECTED_HEADER,
    /** An unprotected header that is not empty. */
    UNPROTECTED_HEADER,
    /** A signature that has not 96 bytes. */
    SIGNATURE_LENGTH,
    /** The payload is not strict CBOR, apart from the length of its outer map. */
    MALFORMED_PAYLOAD,
    /** A document of a NitroTPM, which measures an instance and no enclave. */
    NITRO_TPM,
    /** A payload without one of the nine fields, or with another one. */
    PAYLOAD_FIELDS,
    /** A field of another type than specified. */
    FIELD_TYPE,
    /** A module id that is not 1 to 256 printable ASCII characters. */
    MODULE_ID,
    /** A digest other than SHA384. */
    DIGEST,
    /** A time that cannot be in milliseconds since 1970. */
    TIMESTAMP,
    /** A register whose index is no integer from 0 to 31. */
    PCR_INDEX,
    /** A register that has not 48 bytes. */
    PCR_LENGTH,
    /** A certificate of no or of more than 1024 bytes. */
    CERTIFICATE_SIZE,
    /** A cabundle with no or with more than 8 certificates. */
    CHAIN_LENGTH,
    /** User data, nonce or public key beyond its size. */
    FIELD_SIZE,
    /** Older than the verifier accepts. */
    STALE,
    /** Later than the verifier's time. */
    FROM_THE_FUTURE,
    /** A nonce other than expected. */
    NONCE,
    /** User data other than expected. */
    USER_DATA,
    /** A public key other than expected. */
    PUBLIC_KEY,
    /** A root certificate other than the trust anchor. */
    ROOT,
    /** A certificate that is not X.509 in DER. */
    CERTIFICATE_MALFORMED,
    /** A certificate that is not of version 3. */
    CERTIFICATE_VERSION,
    /** A certificate signed by another algorithm than ECDSA with SHA-384. */
    CERTIFICATE_ALGORITHM,
    /** A key that is not on P-384 by its name (CVE-2020-0601), or not on the curve at all. */
    CERTIFICATE_KEY,
    /** An issuer that is not, byte by byte, the subject of the certificate before. */
    CERTIFICATE_NAMES,
    /** A certificate that is not valid yet. */
    CERTIFICATE_NOT_YET_VALID,
    /** A certificate that is no longer valid. */
    CERTIFICATE_EXPIRED,
    /** The pinned root itself is no longer valid. */
    ROOT_EXPIRED,
    /** An issuer that is not a certification authority. */
    NOT_A_CA,
    /** More certificates under an authority than its path length allows. */
    PATH_LENGTH,
    /** An authority that may not sign certificates. */
    CA_KEY_USAGE,
    /** The module's own certificate is a certification authority. */
    LEAF_IS_CA,
    /** The module's own certificate may not sign documents. */
    LEAF_KEY_USAGE,
    /** A critical extension that this verifier does not know. */
    CRITICAL_EXTENSION,
    /** A signature whose r or s is outside {@code [1, n - 1]} (CVE-2022-21449). */
    SIGNATURE_RANGE,
    /** A certificate that its issuer did not sign. */
    CERTIFICATE_SIGNATURE,
    /** A document that the key of its certificate did not sign. */
    DOCUMENT_SIGNATURE,
    /** PCR0, PCR1 or PCR2 is not in the document. */
    PCR_ABSENT,
    /** PCR0, PCR1 or PCR2 is all zeros: an enclave in debug mode. */
    DEBUG_MODE,
    /** PCR0, PCR1 or PCR2 is not that of an allowed image. */
    MEASUREMENTS,
  }

  private final Reason reason;
  private final String expected;
  private final String found;

  AttestationException(Reason reason, String message, String expected, String found) {
    super(message + ": expected " + expected + ", found " + found);
    this.reason = reason;
    this.expected = expected;
    this.found = found;
  }

  AttestationException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.expected = null;
    this.found = null;
  }

  /** Returns why the document was refused. */
  public Reason reason() {
    return reason;
  }

  /** Returns what was expected, where there is something to compare. */
  public Optional<String> expected() {
    return Optional.ofNullable(expected);
  }

  /** Returns what was found, where there is something to compare. */
  public Optional<String> found() {
    return Optional.ofNullable(found);
  }
}
