package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * Which new group shall hold shares of a wallet's key, and which group gives them. The wallet's
 * operators sign it; the pairing words and the add-user session are bound to it.
 *
 * @param walletId the wallet, 32 bytes
 * @param fromGroup the group that authorises the new one, 32 bytes
 * @param members the new group, in the order of its FROST identifiers
 * @param measurements the images whose enclaves may be members of the new group
 * @param governanceEpoch the wallet's governance epoch that this plan was made in
 * @param nonce 32 random bytes of the operator's workstation
 * @param expiryMillis until when members may begin with this plan, milliseconds since 1970
 */
public record OnboardPlan(
    ByteString walletId,
    ByteString fromGroup,
    List<Member> members,
    MeasurementPolicy measurements,
    long governanceEpoch,
    ByteString nonce,
    long expiryMillis) {

  public OnboardPlan {
    members = List.copyOf(members);
  }

  /** The one encoding. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            Fields.of(walletId),
            Fields.of(fromGroup),
            Member.toCbor(members),
            Trust.toCbor(measurements),
            CborValue.of(governanceEpoch),
            Fields.of(nonce),
            CborValue.of(expiryMillis))
        .encode();
  }

  /** Reads {@link #encode}'s form. */
  public static OnboardPlan decode(byte[] encoded) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(encoded, WalletLimits.RECORD).asArrayOf("onboarding plan", 8);
    Fields.version(fields.get(0), "onboarding plan");
    return new OnboardPlan(
        Fields.bytes(fields.get(1), "wallet id", 32),
        Fields.bytes(fields.get(2), "group id", 32),
        Member.listFromCbor(fields.get(3)),
        Trust.measurementsFromCbor(fields.get(4)),
        fields.get(5).asInteger("governance epoch", 0, Long.MAX_VALUE),
        Fields.bytes(fields.get(6), "nonce", 32),
        fields.get(7).asInteger("expiry", 0, Long.MAX_VALUE));
  }

  /** The id of the group that this plan creates, 32 bytes. */
  public ByteString groupId() {
    return GenesisPlan.groupId(encode());
  }

  /** What the new group signs to prove that it holds the wallet's key. */
  public byte[] challenge() {
    return ProofOfGroup.message(DomainHash.of(ProofOfGroup.DOMAIN, encode()));
  }
}
