package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A message to decode and render, for {@link Method#SIGN_REVIEW}.
 *
 * @param nonce of the asker, 16 to 64 bytes
 */
public record Review(ByteString walletId, String network, ByteString message, ByteString nonce) {
  private static final String DOMAIN = "cosigner/rendering/v1";

  /** [wallet, network, message, nonce]. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(walletId.toByteArray()),
        CborValue.of(network),
        CborValue.of(message.toByteArray()),
        CborValue.of(nonce.toByteArray()));
  }

  /** Reads {@link #toCbor}'s form. */
  public static Review fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("review", 4);
    return new Review(
        ByteString.copyOf(fields.get(0).asBytes("wallet id", 32, 32)),
        fields.get(1).asText("network", 32),
        ByteString.copyOf(fields.get(2).asBytes("message", 1, 32 * 1024)),
        ByteString.copyOf(fields.get(3).asBytes("nonce", 16, 64)));
  }

  /** The user data of the document that attests {@code rendering} of this message, 32 bytes. */
  public byte[] userData(byte[] rendering) {
    return DomainHash.of(
        DOMAIN,
        walletId.toByteArray(),
        network.getBytes(StandardCharsets.UTF_8),
        message.toByteArray(),
        rendering);
  }
}
