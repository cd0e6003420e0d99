package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.List;

/**
 * A cosigner's request to become a member: its {@link Enrolment}, signed by its identity key and
 * attested. It is public; it may travel as a file.
 *
 * @param nonce of whoever asked for the enrolment, 16 to 64 bytes
 * @param signature Ed25519 by the identity key on the enrolment's hash, 64 bytes
 * @param document attestation document whose user data is that hash
 */
public record EnrolmentRequest(
    Enrolment enrolment, ByteString nonce, ByteString signature, ByteString document) {

  /** The hash that is signed and attested, 32 bytes. */
  public static byte[] hash(Enrolment enrolment) {
    return DomainHash.of(Enrolment.DOMAIN, enrolment.toCbor().encode());
  }

  /** The one encoding: [1, enrolment, nonce, [signature, document]]. */
  public byte[] encode() {
    return toCbor().encode();
  }

  /** {@link #encode}'s form, for embedding. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(1),
        enrolment.toCbor(),
        Fields.of(nonce),
        new Certificate.Attested(signature, document).toCbor());
  }

  /** Reads {@link #encode}'s form; at most 64 KiB. */
  public static EnrolmentRequest decode(byte[] encoded) throws CborException {
    return fromCbor(CborDecoder.decode(encoded, WalletLimits.RECORD));
  }

  /** Reads {@link #toCbor}'s form. */
  public static EnrolmentRequest fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("enrolment request", 4);
    Fields.version(fields.get(0), "enrolment request");
    Certificate.Attested attested = Certificate.Attested.fromCbor(fields.get(3));
    return new EnrolmentRequest(
        Enrolment.fromCbor(fields.get(1)),
        ByteString.copyOf(fields.get(2).asBytes("nonce", 16, 64)),
        attested.signature(),
        attested.document());
  }

  /**
   * Checks signature, attestation, nonce and freshness. That the nonce is the asker's own, the
   * asker compares itself.
   *
   * @param verifier of the anchor and the images that members may run
   * @param nowMillis the verifier's own time
   * @param maxAgeMillis how old the document may be
   */
  public void verify(AttestationVerifier verifier, long nowMillis, long maxAgeMillis)
      throws WalletException {
    byte[] hash = hash(enrolment);
    try {
      IdentityPublicKey.of(enrolment.identityKey().toByteArray())
          .verify(hash, signature.toByteArray());
    } catch (IdentityException e) {
      throw new WalletException(
          WalletException.Reason.BAD_MEMBER_SIGNATURE,
          "the enrolment of " + enrolment.identityKey() + " is not signed by that key",
          e);
    }
    if (enrolment.anchorKind() != verifier.anchor().kind()) {
      throw new WalletException(
          WalletException.Reason.BAD_ATTESTATION,
          "the enrolment says "
              + enrolment.anchorKind()
              + ", expected "
              + verifier.anchor().kind());
    }
    try {
      verifier.verify(
          document.toByteArray(),
          Expectation.nothing().withUserData(hash).withNonce(nonce.toByteArray()),
          nowMillis,
          maxAgeMillis);
    } catch (AttestationException e) {
      throw new WalletException(
          WalletException.Reason.BAD_ATTESTATION,
          "the enrolment of " + enrolment.identityKey() + " does not verify: " + e.getMessage(),
          e);
    }
  }
}
