package dev.cosigner.enclave.boot;

import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;

/**
 * {@code app/configuration.cbor}, which the image's registers cover: [1, "aws" or "development"].
 * Only what all customers share is in it.
 *
 * @param anchorKind AWS's NSM, or a simulated one under a development root
 */
record MeasuredConfiguration(AnchorKind anchorKind) {
  static final String PATH = "app/configuration.cbor";

  private static final int VERSION = 1;
  private static final int MAX_BYTES = 1024;
  private static final CborLimits LIMITS = CborLimits.of(MAX_BYTES, 2, 8);

  /** Reads the file, relative to the working directory. */
  static MeasuredConfiguration read() throws BootException {
    try (FileInputStream file = new FileInputStream(PATH)) {
      return decode(file.readNBytes(MAX_BYTES + 1));
    } catch (IOException e) {
      throw BootException.environment("expected the measured configuration: " + e.getMessage(), e);
    }
  }

  static MeasuredConfiguration decode(byte[] bytes) throws BootException {
    try {
      List<CborValue> fields = CborDecoder.decode(bytes, LIMITS).asArrayOf(PATH, 2);
      fields.get(0).asInteger(PATH + " version", VERSION, VERSION);
      String anchor = fields.get(1).asText(PATH + " anchor kind", 16);
      return switch (anchor) {
        case "aws" -> new MeasuredConfiguration(AnchorKind.AWS);
        case "development" -> new MeasuredConfiguration(AnchorKind.DEVELOPMENT);
        default ->
            throw BootException.refused(
                PATH + ": expected the anchor kind aws or development, found another");
      };
    } catch (CborException e) {
      throw BootException.refused(e.getMessage());
    }
  }
}
