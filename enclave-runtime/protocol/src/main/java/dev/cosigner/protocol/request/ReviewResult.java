package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * What an enclave made of a message.
 *
 * @param rendering canonical encoding of the rendering
 * @param document attestation document with {@link Review#userData} and the asker's nonce
 */
public record ReviewResult(ByteString rendering, ByteString document) {
  /** [rendering, document]. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(rendering.toByteArray()), CborValue.of(document.toByteArray()));
  }

  /** Reads {@link #toCbor}'s form. */
  public static ReviewResult fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("review result", 2);
    return new ReviewResult(
        ByteString.copyOf(fields.get(0).asBytes("rendering", 1, 64 * 1024)),
        ByteString.copyOf(fields.get(1).asBytes("document", 1, AttestationDocument.MAX_BYTES)));
  }
}
