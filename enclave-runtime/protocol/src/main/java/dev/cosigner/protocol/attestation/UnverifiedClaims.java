package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.SortedMap;

/**
 * What a document claims, whoever wrote it: nothing here is verified. An enclave reads the time and
 * the registers of its own module this way, from its own device, also where an emulated module does
 * not sign at all; a tool shows a person what a refused document says. It is a type of its own so
 * that it cannot be taken for a {@link VerifiedAttestation}.
 *
 * @param moduleId the module that is said to have signed
 * @param timestampMillis the time of signing that is claimed, milliseconds since 1970
 * @param pcrs the registers that are claimed, by their index, 0 to 31
 */
public record UnverifiedClaims(
    String moduleId, long timestampMillis, SortedMap<Integer, PcrValue> pcrs) {
  private static final CborLimits OUTER = CborLimits.of(AttestationDocument.MAX_BYTES, 6, 16);

  /**
   * Reads the claims of a document, signed or not.
   *
   * @param document at most 16 KiB
   * @throws AttestationException if the bytes do not have the form of a document
   */
  public static UnverifiedClaims read(byte[] document) throws AttestationException {
    CborValue outer;
    try {
      outer = CborDecoder.decode(document, OUTER);
    } catch (CborException e) {
      throw new AttestationException(Reason.MALFORMED_CBOR, "document: " + e.getMessage(), e);
    }
    CborValue untagged = outer instanceof CborTag tag ? tag.value() : outer;
    if (!(untagged instanceof CborArray array
        && array.items().size() == 4
        && array.items().get(2) instanceof CborBytes payload)) {
      throw new AttestationException(
          Reason.COSE_STRUCTURE, "document", "a COSE_Sign1 array with a payload", "another value");
    }
    DocumentPayload claims = DocumentPayload.parse(payload.value());
    return new UnverifiedClaims(claims.moduleId(), claims.timestampMillis(), claims.pcrs());
  }
}
