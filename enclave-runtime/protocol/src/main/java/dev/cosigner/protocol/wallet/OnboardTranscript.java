package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.UnverifiedClaims;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happened when a group was added to a wallet, for anyone to verify later. The members of both
 * groups attest it in a {@link Certificate} under {@link #DOMAIN}.
 *
 * @param plan what the operators approved
 * @param approvals their signatures
 * @param publicKey the wallet's public key, the same as before
 * @param verificationShares each new member's public share, in the order of the new members
 * @param proof the new group's signature on {@link OnboardPlan#challenge}
 */
public record OnboardTranscript(
    OnboardPlan plan,
    List<Approval> approvals,
    ByteString publicKey,
    List<ByteString> verificationShares,
    ByteString proof) {

  /** Domain of the hash that members sign and attest. */
  public static final String DOMAIN = "cosigner/onboarding/v1";

  public OnboardTranscript {
    approvals = List.copyOf(approvals);
    verificationShares = List.copyOf(verificationShares);
  }

  /** The one encoding. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            CborValue.of(plan.encode()),
            Approval.toCbor(approvals),
            Fields.of(publicKey),
            Fields.of(verificationShares),
            Fields.of(proof))
        .encode();
  }

  /** Reads {@link #encode}'s form. */
  public static OnboardTranscript decode(byte[] encoded) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(encoded, WalletLimits.CERTIFICATE).asArrayOf("transcript", 6);
    Fields.version(fields.get(0), "transcript");
    OnboardPlan plan = OnboardPlan.decode(fields.get(1).asBytes("onboarding plan", 1, 64 * 1024));
    int size = Scheme.FROST_ED25519.publicKeyBytes();
    int members = plan.members().size();
    return new OnboardTranscript(
        plan,
        Approval.listFromCbor(fields.get(2)),
        Fields.bytes(fields.get(3), "public key", size),
        Fields.byteStrings(fields.get(4), "verification shares", members, members, size),
        Fields.bytes(fields.get(5), "proof of group", Scheme.FROST_ED25519.signatureBytes()));
  }

  /**
   * Verifies a certified transcript against the genesis of its wallet: that it is this wallet's, by
   * a quorum of its operators, attested by every member of both groups, and that the new group has
   * signed its challenge under the wallet's key.
   *
   * @param certificate of the members of the old group, then those of the new one that are not in
   *     the old
   * @return the transcript
   * @throws WalletException with the reason
   */
  public static OnboardTranscript verify(Certificate certificate, Genesis genesis)
      throws CborException, WalletException {
    OnboardTranscript transcript = decode(certificate.statement().toByteArray());
    OnboardPlan plan = transcript.plan;
    GenesisPlan wallet = genesis.plan();
    if (!plan.walletId().equals(wallet.walletId())
        || !plan.fromGroup().equals(wallet.groupId())
        || !transcript.publicKey.equals(genesis.publicKey())) {
      throw new WalletException(
          WalletException.Reason.OTHER_WALLET,
          "the transcript is of the wallet " + plan.walletId() + ", not of " + wallet.walletId());
    }
    // When it happened: approvals had not expired by then.
    long at;
    try {
      at =
          UnverifiedClaims.read(certificate.attestations().getFirst().document().toByteArray())
              .timestampMillis();
    } catch (AttestationException e) {
      throw new WalletException(
          WalletException.Reason.BAD_ATTESTATION, "the first document cannot be read", e);
    }
    Set<Member> members = new LinkedHashSet<>(wallet.members());
    Set<Enrolment> known =
        wallet.members().stream().map(Member::enrolment).collect(Collectors.toSet());
    plan.members().stream()
        .filter(member -> !known.contains(member.enrolment()))
        .forEach(members::add);
    List<Measurements> images = new ArrayList<>(wallet.measurements().allowed());
    images.addAll(plan.measurements().allowed());
    certificate.verify(
        DOMAIN,
        List.copyOf(members),
        new AttestationVerifier(
            wallet.anchor(), new MeasurementPolicy(images.stream().distinct().toList())));
    Approval.verify(transcript.approvals, ApprovalStatement.of(plan), wallet.governance(), at);
    try {
      IdentityPublicKey.of(genesis.publicKey().toByteArray())
          .verify(plan.challenge(), transcript.proof.toByteArray());
    } catch (IdentityException e) {
      throw new WalletException(
          WalletException.Reason.BAD_PROOF,
          "the new group's signature does not verify under the wallet's key",
          e);
    }
    return transcript;
  }
}
