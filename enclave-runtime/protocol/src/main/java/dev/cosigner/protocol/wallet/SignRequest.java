package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request to sign one message with one group of a wallet.
 *
 * @param requestId chosen by the caller, 1 to 64 visible characters: the same id with the same
 *     content gives the same result, with other content it is refused. It is the caller's alone:
 *     operators do not approve it, and no id or signature depends on it
 * @param network the network whose rules decode the message, such as {@code solana}
 * @param message the exact bytes to sign, at most 32 KiB
 * @param governanceEpoch the wallet's governance epoch that this request was made in
 * @param nonce 32 random bytes of the operator's workstation
 * @param expiryMillis until when members may begin with it, milliseconds since 1970
 */
public record SignRequest(
    ByteString walletId,
    ByteString groupId,
    String requestId,
    String network,
    ByteString message,
    long governanceEpoch,
    ByteString nonce,
    long expiryMillis) {

  private static final String DOMAIN = "cosigner/sign-request/v1";
  private static final String CONTENT_DOMAIN = "cosigner/sign-content/v1";

  /** The one encoding. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            Fields.of(walletId),
            Fields.of(groupId),
            CborValue.of(requestId),
            CborValue.of(network),
            Fields.of(message),
            CborValue.of(governanceEpoch),
            Fields.of(nonce),
            CborValue.of(expiryMillis))
        .encode();
  }

  /** Reads {@link #encode}'s form. */
  public static SignRequest decode(byte[] encoded) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(encoded, WalletLimits.RECORD).asArrayOf("sign request", 9);
    Fields.version(fields.get(0), "sign request");
    return new SignRequest(
        Fields.bytes(fields.get(1), "wallet id", 32),
        Fields.bytes(fields.get(2), "group id", 32),
        Fields.visible(fields.get(3), "request id", 64),
        fields.get(4).asText("network", 32),
        ByteString.copyOf(fields.get(5).asBytes("message", 1, 32 * 1024)),
        fields.get(6).asInteger("governance epoch", 0, Long.MAX_VALUE),
        Fields.bytes(fields.get(7), "nonce", 32),
        fields.get(8).asInteger("expiry", 0, Long.MAX_VALUE));
  }

  /**
   * Identifies what operators approve of this request, 32 bytes: all but the request id. So the
   * same approvals under another request id are the same request, which is carried out once.
   */
  public ByteString digest() {
    return ByteString.copyOf(
        DomainHash.of(
            DOMAIN,
            contentDigest().toByteArray(),
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(governanceEpoch)
                .putLong(expiryMillis)
                .array(),
            nonce.toByteArray()));
  }

  /** Identifies what is to be signed, whoever asks and when: wallet, group, network, message. */
  public ByteString contentDigest() {
    return ByteString.copyOf(
        DomainHash.of(
            CONTENT_DOMAIN,
            walletId.toByteArray(),
            groupId.toByteArray(),
            network.getBytes(StandardCharsets.UTF_8),
            message.toByteArray()));
  }
}
