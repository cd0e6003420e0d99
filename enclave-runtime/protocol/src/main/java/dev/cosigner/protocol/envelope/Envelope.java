package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.hpke.Hpke;
import java.util.ArrayList;
import java.util.List;

/**
 * A message between two cosigners as the untrusted world carries it: header, payload sealed to the
 * receiver's boot key by HPKE, the sender's signature, and an attestation document that covers the
 * batch of envelopes which left the sender together.
 *
 * @param header encoded {@link EnvelopeHeader}
 * @param sealed HPKE encapsulated key and ciphertext
 * @param signature Ed25519 by the sender's identity key, 64 bytes
 * @param batch digests of all envelopes that the document covers, this one among them
 * @param document attestation document whose user data is the batch's hash
 */
public record Envelope(
    ByteString header,
    ByteString sealed,
    ByteString signature,
    List<ByteString> batch,
    ByteString document) {

  /** Largest envelope, in bytes. */
  public static final int MAX_BYTES = 32 * 1024;

  /** Largest payload, in bytes: twice the longest message of any protocol. */
  public static final int MAX_PAYLOAD = 8 * 1024;

  static final int MAX_BATCH = 64;
  private static final int MAX_SEALED = MAX_PAYLOAD + Hpke.OVERHEAD_BYTES;
  private static final CborLimits LIMITS = new CborLimits(MAX_BYTES, 3, 128, false);
  private static final String SIGNATURE_DOMAIN = "cosigner/envelope-signature/v1";
  private static final String DIGEST_DOMAIN = "cosigner/envelope-digest/v1";
  private static final String BATCH_DOMAIN = "cosigner/envelope/v1";

  public Envelope {
    batch = List.copyOf(batch);
  }

  /** The one encoding: [1, header, sealed, signature, [digest...], document]. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            CborValue.of(header.toByteArray()),
            CborValue.of(sealed.toByteArray()),
            CborValue.of(signature.toByteArray()),
            CborValue.array(
                batch.stream().map(digest -> CborValue.of(digest.toByteArray())).toList()),
            CborValue.of(document.toByteArray()))
        .encode();
  }

  /** Reads {@link #encode}'s form; at most {@link #MAX_BYTES}. */
  public static Envelope decode(byte[] encoded) throws CborException {
    List<CborValue> fields = CborDecoder.decode(encoded, LIMITS).asArrayOf("envelope", 6);
    fields.get(0).asInteger("envelope version", 1, 1);
    List<ByteString> batch = new ArrayList<>();
    for (CborValue digest : fields.get(4).asArray("batch", 1, MAX_BATCH)) {
      batch.add(ByteString.copyOf(digest.asBytes("envelope digest", 32, 32)));
    }
    return new Envelope(
        ByteString.copyOf(fields.get(1).asBytes("header", 1, 512)),
        ByteString.copyOf(fields.get(2).asBytes("sealed payload", Hpke.OVERHEAD_BYTES, MAX_SEALED)),
        ByteString.copyOf(fields.get(3).asBytes("signature", 64, 64)),
        batch,
        ByteString.copyOf(fields.get(5).asBytes("document", 1, AttestationDocument.MAX_BYTES)));
  }

  /** What the sender's identity key signs, 32 bytes. */
  static byte[] signatureInput(byte[] header, byte[] sealed) {
    return DomainHash.of(SIGNATURE_DOMAIN, header, sealed);
  }

  /** What stands for this envelope in its batch, 32 bytes. */
  ByteString digest() {
    return ByteString.copyOf(
        DomainHash.of(
            DIGEST_DOMAIN, header.toByteArray(), sealed.toByteArray(), signature.toByteArray()));
  }

  /** The user data of the document that covers {@code batch}, 32 bytes. */
  static byte[] batchHash(List<ByteString> batch) {
    return DomainHash.of(
        BATCH_DOMAIN, batch.stream().map(ByteString::toByteArray).toArray(byte[][]::new));
  }
}
