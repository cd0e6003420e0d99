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
 * @param name what people call the wallet, 1 to 64 characters that can be seen, and spaces
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
    List<Member> members = Member.listFromCbor(fields.get(4));
    return new GenesisPlan(
        Fields.scheme(fields.get(1)),
        Fields.visible(fields.get(2), "wallet name", 64),
        Trust.anchorFromCbor(fields.get(3)),
        members,
        Governance.fromCbor(fields.get(5)),
        ByteString.copyOf(fields.get(6).asBytes("policy", 0, 16 * 1024)),
        Trust.measurementsFromCbor(fields.get(7)),
        kmsKeys(fields.get(8), members.size()),
        Fields.byteStrings(fields.get(9), "recovery keys", 0, 8, 32),
        Fields.bytes(fields.get(10), "nonce", 32),
        fields.get(11).asInteger("expiry", 0, Long.MAX_VALUE));
  }

  private static List<String> kmsKeys(CborValue value, int members) throws CborException {
    List<String> keys = new ArrayList<>();
    for (CborValue key : value.asArray("KMS keys", 0, members)) {
      keys.add(Fields.visible(key, "KMS key ARN", 256));
    }
    if (!keys.isEmpty() && keys.size() != members) {
      throw CborException.unexpectedValue(
          "KMS keys", "none, or one for each of " + members + " members", keys.size() + " keys");
    }
    return keys;
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
