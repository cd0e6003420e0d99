package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * A wallet's birth: the plan and the key that came of it. Its members attest it in a {@link
 * Certificate} under {@link #DOMAIN}; everything later in the wallet's life refers to it.
 *
 * @param publicKey the wallet's public key, of the scheme's size
 * @param verificationShares each member's public share, in the order of the members
 */
public record Genesis(GenesisPlan plan, ByteString publicKey, List<ByteString> verificationShares) {

  /** Domain of the hash that members sign and attest. */
  public static final String DOMAIN = "cosigner/genesis/v1";

  public Genesis {
    verificationShares = List.copyOf(verificationShares);
  }

  /** The one encoding: [1, plan, public key, chain code (null: Ed25519 has none), shares]. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            CborValue.of(plan.encode()),
            Fields.of(publicKey),
            CborNull.NULL,
            Fields.of(verificationShares))
        .encode();
  }

  /** Reads {@link #encode}'s form. */
  public static Genesis decode(byte[] encoded) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(encoded, WalletLimits.STATEMENT).asArrayOf("genesis", 5);
    Fields.version(fields.get(0), "genesis");
    GenesisPlan plan = GenesisPlan.decode(fields.get(1).asBytes("genesis plan", 1, 64 * 1024));
    int size = plan.scheme().publicKeyBytes();
    if (!fields.get(3).isNull()) {
      throw CborException.unexpectedValue(
          "chain code", "null for " + plan.scheme().label(), "something");
    }
    int members = plan.members().size();
    return new Genesis(
        plan,
        Fields.bytes(fields.get(2), "public key", size),
        Fields.byteStrings(fields.get(4), "verification shares", members, members, size));
  }
}
