package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * A sealed envelope on its way, with the boot that it is for.
 *
 * @param receiverInstance 16 bytes
 * @param envelope opaque to whoever carries it
 */
public record Outbound(ByteString receiverInstance, ByteString envelope) {
  static final int MAX_ENVELOPES = 256;

  static CborValue toCbor(List<Outbound> all) {
    return CborValue.array(
        all.stream()
            .map(out ->
                CborValue.array(
                    CborValue.of(out.receiverInstance.toByteArray()),
                    CborValue.of(out.envelope.toByteArray())))
            .toList());
  }

  static List<Outbound> listFromCbor(CborValue value) throws CborException {
    List<Outbound> all = new ArrayList<>();
    for (CborValue item : value.asArray("envelopes", 0, MAX_ENVELOPES)) {
      List<CborValue> fields = item.asArrayOf("outbound envelope", 2);
      all.add(
          new Outbound(
              ByteString.copyOf(fields.get(0).asBytes("receiver instance", 16, 16)),
              ByteString.copyOf(fields.get(1).asBytes("envelope", 1, Envelope.MAX_BYTES))));
    }
    return List.copyOf(all);
  }
}
