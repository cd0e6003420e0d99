package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.Envelope;
import java.util.ArrayList;
import java.util.List;

/** Envelopes brought to a cosigner, at most 256 and together under the server's frame limit. */
public record Delivery(List<ByteString> envelopes) {
  public Delivery {
    envelopes = List.copyOf(envelopes);
  }

  /** [envelope...]. */
  public CborValue toCbor() {
    return CborValue.array(
        envelopes.stream().map(envelope -> CborValue.of(envelope.toByteArray())).toList());
  }

  /** Reads {@link #toCbor}'s form. */
  public static Delivery fromCbor(CborValue value) throws CborException {
    List<ByteString> envelopes = new ArrayList<>();
    for (CborValue item : value.asArray("envelopes", 0, Outbound.MAX_ENVELOPES)) {
      envelopes.add(ByteString.copyOf(item.asBytes("envelope", 0, Envelope.MAX_BYTES)));
    }
    return new Delivery(envelopes);
  }
}
