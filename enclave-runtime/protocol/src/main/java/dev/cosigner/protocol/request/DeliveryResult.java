package dev.cosigner.protocol.request;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.EnvelopeException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a delivery led to.
 *
 * @param envelopes what the cosigner says next
 * @param refused which of the delivered envelopes were dropped, and why
 */
public record DeliveryResult(List<Outbound> envelopes, List<Refused> refused) {
  /** The reason of an envelope that was not looked at: the answer was full. */
  public static final String LATER = "LATER";

  /**
   * Whether an envelope that was dropped for this reason may be taken when it is brought again: its
   * session may be about to open, or the answer was full.
   */
  public static boolean comesTooEarly(String reason) {
    return reason.equals(EnvelopeException.Reason.UNKNOWN_SESSION.name()) || reason.equals(LATER);
  }

  /** A dropped envelope: its index in the delivery and the reason's name. */
  public record Refused(int index, String reason) {}

  public DeliveryResult {
    envelopes = List.copyOf(envelopes);
    refused = List.copyOf(refused);
  }

  /** [[[instance, envelope]...], [[index, reason]...]]. */
  public CborValue toCbor() {
    return CborValue.array(
        Outbound.toCbor(envelopes),
        CborValue.array(
            refused.stream()
                .map(one -> CborValue.array(CborValue.of(one.index), CborValue.of(one.reason)))
                .toList()));
  }

  /** Reads {@link #toCbor}'s form. */
  public static DeliveryResult fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("delivery result", 2);
    List<Refused> refused = new ArrayList<>();
    for (CborValue item : fields.get(1).asArray("refused", 0, Outbound.MAX_ENVELOPES)) {
      List<CborValue> one = item.asArrayOf("refused envelope", 2);
      refused.add(
          new Refused(
              (int) one.get(0).asInteger("index", 0, Outbound.MAX_ENVELOPES),
              one.get(1).asText("reason", 256)));
    }
    return new DeliveryResult(Outbound.listFromCbor(fields.get(0)), refused);
  }
}
