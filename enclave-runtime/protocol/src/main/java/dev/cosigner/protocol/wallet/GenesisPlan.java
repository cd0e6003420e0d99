package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new wallet shall be. Its operators sign it, its members check it, and it is the larger
 * part of the {@link Genesis} that the members attest once the key exists.
 *
 * @param name what people call the wallet, 1 to 64 characters
 * @param anchor the root of every attestation in this wallet's life; kinds never mix
 * @param members in the order of their FROST identifiers
 * @param policy the signing policy's canonical encoding; empty: whatever the enclave understands,
 *     on the operators' approval
 * @param measurements the images whose enclaves may be members
 * @param kmsKeys ARN of each member's KMS key, or empty in a development wallet
 * @param recoveryKeys public keys that shares are also encrypted to, or none
 * @param nonce 32 random bytes of the operator's workstation
 * @param expiryMillis until when members may begin with this plan, milliseconds since 1970
 */
public record GenesisPlan(
    Scheme scheme,
    String name,
    TrustAnchor anchor,
    List<Member> members,
    Governance governance,
    ByteString policy,
    MeasurementPolicy measurements,
    List<String> kmsKeys,
    List<ByteString> recoveryKeys,
    ByteString nonce,
    long expiryMillis) {

  /** Bounds of an encoded plan: 64 KiB. */
  public static final CborLimits LIMITS = WalletLimits.RECORD;

  private static final String WALLET_DOMAIN = "cosigner/wallet/v1";
  private static final String GROUP_DOMAIN = "cosigner/group/v1";

  public GenesisPlan {
    members = List.copyOf(members);
    kmsKeys = List.copyOf(kmsKeys);
    recoveryKeys = List.copyOf(recoveryKeys);
  }

  /** The one encoding. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            CborValue.of(scheme.label()),
            CborValue.of(name),
            Trust.toCbor(anchor),
            Member.toCbor(members),
            governance.toCbor(),
            Fields.of(policy),
            Trust.toCbor(measurements),
            CborValue.array(kmsKeys.stream().map(CborValue::of).toList()),
            Fields.of(recoveryKeys),
            Fields.of(nonce),
            CborValue.of(expiryMillis))
        .encode();
  }

  /** Reads {@link #encode}'s form. */
  public static GenesisPlan decode(byte[] encoded) throws CborException {
    List<CborValue> fields = CborDecoder.decode(encoded, LIMITS).asArrayOf("genesis plan", 12);
    Fields.version(fields.get(0), "genesis plan");
    List<String> kmsKeys = new ArrayList<>();
    for (CborValue key : fields.get(8).asArray("KMS keys", 0, Member.MAX_MEMBERS)) {
      kmsKeys.add(key.asText("KMS key ARN", 256));
    }
    String name = fields.get(2).asText("wallet name", 64);
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw CborException.unexpectedValue(
          "wallet name", "1 to 64 printable characters", "others or none");
    }
    return new GenesisPlan(
        Fields.scheme(fields.get(1)),
        name,
        Trust.anchorFromCbor(fields.get(3)),
        Member.listFromCbor(fields.get(4)),
        Governance.fromCbor(fields.get(5)),
        ByteString.copyOf(fields.get(6).asBytes("policy", 0, 32 * 1024)),
        Trust.measurementsFromCbor(fields.get(7)),
        kmsKeys,
        Fields.byteStrings(fields.get(9), "recovery keys", 0, 8, 32),
        Fields.bytes(fields.get(10), "nonce", 32),
        fields.get(11).asInteger("expiry", 0, Long.MAX_VALUE));
  }

  /** The wallet's id: a hash of this plan, 32 bytes. */
  public ByteString walletId() {
    return ByteString.copyOf(DomainHash.of(WALLET_DOMAIN, encode()));
  }

  /** The id of the wallet's first group, 32 bytes. */
  public ByteString groupId() {
    return groupId(encode());
  }

  /** The id of the group that a plan creates, 32 bytes. */
  static ByteString groupId(byte[] plan) {
    return ByteString.copyOf(DomainHash.of(GROUP_DOMAIN, plan));
  }
}
