package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseException;
import dev.cosigner.protocol.cose.CoseSign1;
import java.util.Set;

/**
 * A document of the form that the NSM signs, parsed and not yet verified: it gives nothing away but
 * {@link #unverifiedClaims()}.
 */
public final class AttestationDocument {
  /** Most bytes of a document. The NSM's response is at most 12 KiB. */
  public static final int MAX_BYTES = 16 * 1024;

  private final CoseSign1 envelope;
  private final DocumentPayload payload;

  private AttestationDocument(CoseSign1 envelope, DocumentPayload payload) {
    this.envelope = envelope;
    this.payload = payload;
  }

  /**
   * Parses a document, with or without the CBOR tag 18.
   *
   * @param document at most 16 KiB
   * @throws AttestationException if the bytes are not exactly a document
   */
  public static AttestationDocument parse(byte[] document) throws AttestationException {
    if (document.length > MAX_BYTES) {
      throw new AttestationException(
          Reason.TOO_LARGE,
          "document",
          "at most " + MAX_BYTES + " bytes",
          Integer.toString(document.length));
    }
    CoseSign1 envelope;
    try {
      envelope = CoseSign1.parse(document, MAX_BYTES, Set.of(CoseAlgorithm.ES384));
    } catch (CoseException e) {
      throw new AttestationException(reason(e), "document: " + e.getMessage(), e);
    }
    return new AttestationDocument(envelope, DocumentPayload.parse(envelope.payload()));
  }

  private static Reason reason(CoseException e) {
    return switch (e.reason()) {
      case MALFORMED_CBOR -> Reason.MALFORMED_CBOR;
      case TAG -> Reason.COSE_TAG;
      case STRUCTURE -> Reason.COSE_STRUCTURE;
      case PROTECTED_HEADER -> Reason.PROTECTED_HEADER;
      case UNPROTECTED_HEADER -> Reason.UNPROTECTED_HEADER;
      case SIGNATURE_LENGTH -> Reason.SIGNATURE_LENGTH;
      case SIGNATURE_RANGE -> Reason.SIGNATURE_RANGE;
      case KEY_CURVE, SIGNATURE -> Reason.DOCUMENT_SIGNATURE;
    };
  }

  /** Returns what the document claims. Nothing of it is verified. */
  public UnverifiedClaims unverifiedClaims() {
    return new UnverifiedClaims(payload.moduleId(), payload.timestampMillis(), payload.pcrs());
  }

  /**
   * Returns the SHA-256 of the root certificate that the document carries. Whether it is a root to
   * trust, its reader knows: an enclave asks its own module's documents.
   */
  public byte[] unverifiedRootSha256() {
    return CertificatePath.sha256(payload.cabundle().getFirst().value());
  }

  DocumentPayload payload() {
    return payload;
  }

  /** The bytes that the module's key signs. */
  byte[] signatureInput() {
    return envelope.signatureInput();
  }

  byte[] signature() {
    return envelope.signature();
  }
}
