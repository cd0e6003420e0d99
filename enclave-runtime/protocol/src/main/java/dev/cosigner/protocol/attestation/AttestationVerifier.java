package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseException;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Decides whether a document proves that an enclave of an allowed image said something.
 *
 * <p>The order is: form and sizes, age, the fields that bind the document to its purpose, the path
 * of certificates to the pinned root, the document's signature, the measurements. Everything before
 * the signatures costs microseconds; what is said about measurements is said of a document that is
 * authentic. Certificates are not looked up in revocation lists, as AWS specifies.
 *
 * <p>Safe for use by several threads.
 */
public final class AttestationVerifier {
  /** How far a document may be ahead of the verifier's time, milliseconds. */
  public static final long MAX_CLOCK_SKEW_MILLIS = 30_000;

  private final TrustAnchor anchor;
  private final MeasurementPolicy policy;
  private final SignatureCheck signatures;
  private final VerifiedPaths verifiedPaths = new VerifiedPaths();

  /**
   * Makes a verifier for documents under {@code anchor} of the images that {@code policy} allows.
   */
  public AttestationVerifier(TrustAnchor anchor, MeasurementPolicy policy) {
    this(anchor, policy, CoseAlgorithm.ES384::verify);
  }

  AttestationVerifier(TrustAnchor anchor, MeasurementPolicy policy, SignatureCheck signatures) {
    this.anchor = anchor;
    this.policy = policy;
    this.signatures = signatures;
  }

  /**
   * Verifies a document.
   *
   * @param document at most 16 KiB
   * @param expectation nonce, user data and public key
   * @param atMillis the time at which certificates must be valid and age is counted, milliseconds
   *     since 1970: now, or the time of an archived document
   * @param maxAgeMillis how old the document may be, milliseconds
   * @return what the document says
   * @throws AttestationException with the reason, if the document is refused
   */
  public VerifiedAttestation verify(
      byte[] document, Expectation expectation, long atMillis, long maxAgeMillis)
      throws AttestationException {
    AttestationDocument parsed = AttestationDocument.parse(document);
    DocumentPayload payload = parsed.payload();
    requireFresh(payload.timestampMillis(), atMillis, maxAgeMillis);
    expectation.require(payload);
    requireSignature(parsed, moduleKey(payload, atMillis), signatures);
    Measurements found = imageRegisters(payload.pcrs());
    policy.requireAllowed(found);
    return new VerifiedAttestation(payload, found);
  }

  /** Returns who vouches for the documents that this verifier accepts. */
  public TrustAnchor anchor() {
    return anchor;
  }

  /** Returns the images that this verifier accepts. */
  public MeasurementPolicy policy() {
    return policy;
  }

  static void requireFresh(long timestampMillis, long atMillis, long maxAgeMillis)
      throws AttestationException {
    if (atMillis < 0 || maxAgeMillis < 0) {
      throw new IllegalArgumentException("time and age are not negative");
    }
    long ageMillis = atMillis - timestampMillis;
    if (ageMillis > maxAgeMillis) {
      throw new AttestationException(
          Reason.STALE,
          "the document is too old",
          "an age of at most " + maxAgeMillis + " ms",
          ageMillis + " ms");
    }
    if (ageMillis < -MAX_CLOCK_SKEW_MILLIS) {
      throw new AttestationException(
          Reason.FROM_THE_FUTURE,
          "the document is from the future; check this machine's clock",
          "a time up to " + Instant.ofEpochMilli(atMillis),
          Instant.ofEpochMilli(timestampMillis).toString());
    }
  }

  private ECPublicKey moduleKey(DocumentPayload payload, long atMillis)
      throws AttestationException {
    var known = verifiedPaths.find(payload, atMillis);
    if (known.isPresent()) {
      return known.get().moduleKey();
    }
    CertificatePath.Verified path = CertificatePath.verify(payload, anchor, atMillis, signatures);
    verifiedPaths.remember(payload, path);
    return path.moduleKey();
  }

  static void requireSignature(
      AttestationDocument document, ECPublicKey moduleKey, SignatureCheck signatures)
      throws AttestationException {
    try {
      signatures.verify(moduleKey, document.signatureInput(), document.signature());
    } catch (CoseException e) {
      Reason reason =
          e.reason() == CoseException.Reason.SIGNATURE_RANGE
              ? Reason.SIGNATURE_RANGE
              : Reason.DOCUMENT_SIGNATURE;
      throw new AttestationException(reason, "document: " + e.getMessage(), e);
    }
  }

  /** The registers of the image: all three are there, and none is of an enclave in debug mode. */
  static Measurements imageRegisters(SortedMap<Integer, PcrValue> pcrs)
      throws AttestationException {
    for (int index = 0; index < 3; index++) {
      if (!pcrs.containsKey(index)) {
        throw new AttestationException(
            Reason.PCR_ABSENT, "pcrs", "PCR0, PCR1 and PCR2", pcrs.keySet().toString());
      }
    }
    Measurements found = new Measurements(pcrs.get(0), pcrs.get(1), pcrs.get(2));
    if (found.hasZeroRegister()) {
      throw new AttestationException(
          Reason.DEBUG_MODE,
          "the enclave runs in debug mode",
          "measurements",
          "registers of zeros");
    }
    return found;
  }
}
