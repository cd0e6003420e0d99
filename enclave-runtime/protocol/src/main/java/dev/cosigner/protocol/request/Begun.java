package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * A ceremony that a cosigner has begun, and what it says to the others.
 *
 * @param ceremony the ceremony's id, 32 bytes: a hash of what was asked, the same at all members
 */
public record Begun(ByteString ceremony, List<Outbound> envelopes) {
  public Begun {
    envelopes = List.copyOf(envelopes);
  }

  /** [ceremony, [[instance, envelope]...]]. */
  public CborValue toCbor() {
    return CborValue.array(CborValue.of(ceremony.toByteArray()), Outbound.toCbor(envelopes));
  }

  /** Reads {@link #toCbor}'s form. */
  public static Begun fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("begun ceremony", 2);
    return new Begun(
        ByteString.copyOf(fields.get(0).asBytes("ceremony", 32, 32)),
        Outbound.listFromCbor(fields.get(1)));
  }
}
