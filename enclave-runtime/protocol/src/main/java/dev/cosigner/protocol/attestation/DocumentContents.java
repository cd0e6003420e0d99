package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that a document says, for a tool that shows it to a person or compares it with registers of
 * its own choice. Nothing of it is verified before {@link #requireAuthentic} has returned, and no
 * image is compared then either: it cannot be taken for a {@link VerifiedAttestation}.
 */
public final class DocumentContents {
  private final AttestationDocument document;

  private DocumentContents(AttestationDocument document) {
    this.document = document;
  }

  /**
   * Reads a document without verifying it.
   *
   * @param document at most 16 KiB
   * @throws AttestationException if the bytes are not exactly a document
   */
  public static DocumentContents read(byte[] document) throws AttestationException {
    return new DocumentContents(AttestationDocument.parse(document));
  }

  /**
   * Requires that a module under {@code anchor} signed this, with certificates that are valid at a
   * time, and that the enclave does not run in debug mode. Age, binding fields and images are the
   * caller's to judge.
   *
   * @param atMillis milliseconds since 1970
   * @throws AttestationException with the reason, if the document is refused
   */
  public void requireAuthentic(TrustAnchor anchor, long atMillis) throws AttestationException {
    DocumentPayload payload = document.payload();
    AttestationVerifier.requireFresh(payload.timestampMillis(), atMillis, Long.MAX_VALUE);
    SignatureCheck signatures = CoseAlgorithm.ES384::verify;
    CertificatePath.Verified path = CertificatePath.verify(payload, anchor, atMillis, signatures);
    AttestationVerifier.requireSignature(document, path.moduleKey(), signatures);
    AttestationVerifier.imageRegisters(payload.pcrs());
  }

  /** Returns the module. */
  public String moduleId() {
    return document.payload().moduleId();
  }

  /** Returns the time of signing, milliseconds since 1970. */
  public long timestampMillis() {
    return document.payload().timestampMillis();
  }

  /** Returns the registers by their index, 0 to 31. */
  public SortedMap<Integer, PcrValue> pcrs() {
    return document.payload().pcrs();
  }

  /** Returns the user data, at most 512 bytes. */
  public Optional<byte[]> userData() {
    return document.payload().userData().map(byte[]::clone);
  }

  /** Returns the nonce, at most 512 bytes. */
  public Optional<byte[]> nonce() {
    return document.payload().nonce().map(byte[]::clone);
  }

  /** Returns the public key, at most 1024 bytes. */
  public Optional<byte[]> publicKey() {
    return document.payload().publicKey().map(byte[]::clone);
  }

  /** Returns the certificates in DER, root first and the module's own last. */
  public List<byte[]> certificates() {
    List<byte[]> all = new ArrayList<>();
    for (CborBytes authority : document.payload().cabundle()) {
      all.add(authority.value().clone());
    }
    all.add(document.payload().certificate().value().clone());
    return all;
  }
}
