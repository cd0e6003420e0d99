package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.VerifiedAttestation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** How long members may take for what they began before the plan expired: ten minutes. */
  public static final long MAX_CEREMONY_MILLIS = 10 * 60 * 1000L;

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
        CborDecoder.decode(encoded, WalletLimits.STATEMENT).asArrayOf("transcript", 6);
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
    Map<Enrolment, Member> members = new LinkedHashMap<>();
    Map<Enrolment, MeasurementPolicy> images = new HashMap<>();
    for (Member member : wallet.members()) {
      members.put(member.enrolment(), member);
      images.put(member.enrolment(), wallet.measurements());
    }
    for (Member member : plan.members()) {
      members.putIfAbsent(member.enrolment(), member);
      images.merge(member.enrolment(), plan.measurements(), Trust::either);
    }
    long earliestMillis =
        certificate
            .verify(
                DOMAIN,
                List.copyOf(members.values()),
                member -> new AttestationVerifier(wallet.anchor(), images.get(member.enrolment())))
            .stream()
            .mapToLong(VerifiedAttestation::timestampMillis)
            .min()
            .orElseThrow();
    // The plan had not expired when the members began with it.
    Approval.verify(
        transcript.approvals,
        ApprovalStatement.of(plan),
        wallet.governance(),
        earliestMillis - MAX_CEREMONY_MILLIS);
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
