package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;

/**
 * The time in an attestation document that comes from the enclave's own NSM. Nothing is verified,
 * since the NSM is the enclave's root of trust: this is no way to read a document that came over a
 * wire.
 */
public final class DocumentTime {
  private static final CborLimits DOCUMENT = CborLimits.of(DeviceNsm.RESPONSE_BYTES, 4, 64);
  private static final CborLimits PAYLOAD = new CborLimits(DeviceNsm.RESPONSE_BYTES, 4, 256, true);

  /** The year 9999, in milliseconds since 1970. */
  private static final long LATEST = 253_402_300_799_999L;

  private DocumentTime() {}

  /**
   * Reads the document's timestamp.
   *
   * @return milliseconds since 1970
   * @throws NsmException if the document has none
   */
  public static long millisOf(byte[] document) throws NsmException {
    try {
      CborValue outer = CborDecoder.decode(document, DOCUMENT);
      CborValue signed = outer instanceof CborTag tag ? tag.value() : outer;
      byte[] payload =
          signed.asArrayOf("COSE_Sign1", 4).get(2).asBytes("payload", 1, DeviceNsm.RESPONSE_BYTES);
      return CborDecoder.decode(payload, PAYLOAD)
          .asMap("payload")
          .require("payload", "timestamp")
          .asInteger("timestamp", 0, LATEST);
    } catch (CborException e) {
      throw new NsmException(
          Reason.MALFORMED_RESPONSE, "attestation document: " + e.getMessage(), e);
    }
  }
}
