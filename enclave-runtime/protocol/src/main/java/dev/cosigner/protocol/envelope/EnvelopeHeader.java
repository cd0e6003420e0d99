package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * What an envelope says of itself in clear: where it comes from, where it belongs, and its number.
 * All of it is signed, and is the associated data of the sealed payload.
 *
 * @param group the group, 32 bytes
 * @param view which boots of the members work together, 32 bytes
 * @param session the session, 32 bytes
 * @param protocol the protocol and its version, such as {@code frost-ed25519/sign/v1}
 * @param sender the sender's identity key, 32 bytes
 * @param senderInstance the sender's boot, 16 bytes
 * @param receiverInstance the receiver's boot, 16 bytes
 * @param fromParty the sender's party in the session
 * @param toParty the receiver's party in the session
 * @param sequence numbers the envelopes of this sender's boot, from 1, never twice
 */
public record EnvelopeHeader(
    ByteString group,
    ByteString view,
    ByteString session,
    String protocol,
    ByteString sender,
    ByteString senderInstance,
    ByteString receiverInstance,
    int fromParty,
    int toParty,
    long sequence) {

  private static final CborLimits LIMITS = new CborLimits(512, 2, 16, false);
  private static final int MAX_PARTIES = 64;

  /** The one encoding. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            CborValue.of(group.toByteArray()),
            CborValue.of(view.toByteArray()),
            CborValue.of(session.toByteArray()),
            CborValue.of(protocol),
            CborValue.of(sender.toByteArray()),
            CborValue.of(senderInstance.toByteArray()),
            CborValue.of(receiverInstance.toByteArray()),
            CborValue.of(fromParty),
            CborValue.of(toParty),
            CborValue.of(sequence))
        .encode();
  }

  /** Reads {@link #encode}'s form, at most 512 bytes. */
  public static EnvelopeHeader decode(byte[] encoded) throws CborException {
    List<CborValue> fields = CborDecoder.decode(encoded, LIMITS).asArrayOf("envelope header", 11);
    fields.get(0).asInteger("envelope version", 1, 1);
    return new EnvelopeHeader(
        bytes(fields.get(1), "group", 32),
        bytes(fields.get(2), "view", 32),
        bytes(fields.get(3), "session", 32),
        fields.get(4).asText("protocol", 64),
        bytes(fields.get(5), "sender", 32),
        bytes(fields.get(6), "sender instance", 16),
        bytes(fields.get(7), "receiver instance", 16),
        (int) fields.get(8).asInteger("sending party", 1, MAX_PARTIES),
        (int) fields.get(9).asInteger("receiving party", 1, MAX_PARTIES),
        fields.get(10).asInteger("sequence", 1, Long.MAX_VALUE));
  }

  private static ByteString bytes(CborValue value, String what, int size) throws CborException {
    return ByteString.copyOf(value.asBytes(what, size, size));
  }
}
