package dev.cosigner.protocol.wallet;

import static dev.cosigner.protocol.attestation.AttestingModule.IMAGE;
import static dev.cosigner.protocol.attestation.AttestingModule.NOW;
import static dev.cosigner.protocol.attestation.AttestingModule.OTHER_IMAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborInteger;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborText;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.wallet.Plans.Signer;
import dev.cosigner.protocol.wallet.WalletException.Reason;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a genesis and an onboarding transcript prove, and every way in which they do not. */
class CertificateAttackTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long HOUR = 3_600_000;
  private static final IdentityKey WALLET_KEY = IdentityKey.generate(RANDOM);
  private static final List<IdentityKey> OPERATORS =
      List.of(
          IdentityKey.generate(RANDOM), IdentityKey.generate(RANDOM), IdentityKey.generate(RANDOM));
  private static final Signer PROVIDER = Signer.of(Role.PROVIDER, IMAGE);
  private static final Signer DEVICE = Signer.of(Role.CUSTOMER, IMAGE);
  private static final Signer NEW_DEVICE = Signer.of(Role.CUSTOMER, OTHER_IMAGE);
  private static final List<Signer> OLD = List.of(PROVIDER, DEVICE);
  private static final List<Signer> ALL = List.of(PROVIDER, DEVICE, NEW_DEVICE);
  private static final Genesis GENESIS = genesis();
  private static final AttestationVerifier VERIFIER =
      new AttestationVerifier(AttestingModule.anchor(), MeasurementPolicy.of(IMAGE));
  private static final OnboardPlan PLAN = plan(NOW + HOUR, GENESIS.plan().walletId());

  private static Genesis genesis() {
    GenesisPlan plan =
        new GenesisPlan(
            Scheme.FROST_ED25519,
            "wallet",
            AttestingModule.anchor(),
            Plans.members(OLD),
            new Governance(
                OPERATORS.stream()
                    .map(key -> ByteString.copyOf(key.publicKey().encoded()))
                    .toList(),
                2),
            ByteString.EMPTY,
            MeasurementPolicy.of(IMAGE),
            List.of(),
            List.of(),
            Plans.filled(32, 9),
            NOW + HOUR);
    return new Genesis(
        plan,
        ByteString.copyOf(WALLET_KEY.publicKey().encoded()),
        List.of(Plans.filled(32, 5), Plans.filled(32, 6)));
  }

  private static OnboardPlan plan(long expiry, ByteString walletId) {
    return new OnboardPlan(
        walletId,
        GENESIS.plan().groupId(),
        Plans.members(List.of(PROVIDER, NEW_DEVICE)),
        new MeasurementPolicy(List.of(IMAGE, OTHER_IMAGE)),
        0,
        Plans.filled(32, 8),
        expiry);
  }

  private static List<Approval> approvals(OnboardPlan plan, IdentityKey... operators) {
    List<Approval> approvals = new ArrayList<>();
    for (IdentityKey operator : operators) {
      approvals.add(Plans.approve(operator, ApprovalStatement.of(plan)));
    }
    return approvals;
  }

  private static OnboardTranscript transcript(OnboardPlan plan, List<Approval> approvals) {
    return new OnboardTranscript(
        plan,
        approvals,
        GENESIS.publicKey(),
        List.of(Plans.filled(32, 15), Plans.filled(32, 16)),
        ByteString.copyOf(WALLET_KEY.sign(plan.challenge())));
  }

  private static OnboardTranscript transcript() {
    return transcript(PLAN, approvals(PLAN, OPERATORS.get(0), OPERATORS.get(2)));
  }

  private static Certificate certified(OnboardTranscript transcript) {
    return Plans.certify(OnboardTranscript.DOMAIN, transcript.encode(), ALL);
  }

  private static void assertRefused(Reason reason, ThrowingCallable verifying) {
    WalletException refused = catchThrowableOfType(WalletException.class, verifying);
    assertThat(refused).as("expected " + reason).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
  }

  private static void assertRefused(Reason reason, OnboardTranscript transcript) {
    Certificate certificate = certified(transcript);
    assertRefused(reason, () -> OnboardTranscript.verify(certificate, GENESIS));
  }

  @Test
  void aGenesisVerifiesAndWithAnyValueChangedDoesNot() throws Exception {
    byte[] statement = GENESIS.encode();
    Certificate certificate = Plans.certify(Genesis.DOMAIN, statement, OLD);
    certificate.verify(Genesis.DOMAIN, Plans.members(OLD), VERIFIER);
    List<byte[]> changed = new ArrayList<>(withOneValueChanged(statement));
    List<CborValue> fields =
        CborDecoder.decode(statement, CborLimits.of(1 << 17, 8, 4096)).asArrayOf("genesis", 5);
    for (byte[] plan : withOneValueChanged(GENESIS.plan().encode())) {
      List<CborValue> other = new ArrayList<>(fields);
      other.set(1, CborValue.of(plan));
      changed.add(CborValue.array(other).encode());
    }
    assertThat(changed.size()).isGreaterThan(30);
    for (byte[] other : changed) {
      Certificate forged = new Certificate(ByteString.copyOf(other), certificate.attestations());
      assertRefused(
          Reason.BAD_MEMBER_SIGNATURE,
          () -> forged.verify(Genesis.DOMAIN, Plans.members(OLD), VERIFIER));
    }
  }

  @Test
  void aCertificateIsForOneDomainAndAllItsMembers() {
    byte[] statement = GENESIS.encode();
    Certificate certificate = Plans.certify(Genesis.DOMAIN, statement, OLD);
    List<Member> members = Plans.members(OLD);
    assertRefused(
        Reason.BAD_MEMBER_SIGNATURE,
        () -> certificate.verify(OnboardTranscript.DOMAIN, members, VERIFIER));
    assertRefused(
        Reason.BAD_MEMBER_SIGNATURE,
        () -> certificate.verify(Genesis.DOMAIN, members.reversed(), VERIFIER));
    assertRefused(
        Reason.MEMBER_COUNT,
        () -> certificate.verify(Genesis.DOMAIN, Plans.members(ALL), VERIFIER));
    Certificate none = new Certificate(certificate.statement(), List.of());
    assertRefused(Reason.MEMBER_COUNT, () -> none.verify(Genesis.DOMAIN, members, VERIFIER));
  }

  @Test
  void aMembersDocumentIsOfItsImageAndItsStatement() {
    byte[] statement = GENESIS.encode();
    List<Member> members = Plans.members(OLD);
    Certificate certificate = Plans.certify(Genesis.DOMAIN, statement, OLD);
    AttestationVerifier other =
        new AttestationVerifier(AttestingModule.anchor(), MeasurementPolicy.of(OTHER_IMAGE));
    assertRefused(Reason.BAD_ATTESTATION, () -> certificate.verify(Genesis.DOMAIN, members, other));
    Certificate.Attested mixed =
        new Certificate.Attested(
            certificate.attestations().getFirst().signature(),
            PROVIDER.attest(Genesis.DOMAIN, new byte[] {1}).document());
    Certificate forged =
        new Certificate(
            certificate.statement(), List.of(mixed, certificate.attestations().getLast()));
    assertRefused(Reason.BAD_ATTESTATION, () -> forged.verify(Genesis.DOMAIN, members, VERIFIER));
    Certificate garbage =
        new Certificate(
            certificate.statement(),
            List.of(
                new Certificate.Attested(mixed.signature(), ByteString.copyOf(new byte[9])),
                certificate.attestations().getLast()));
    assertRefused(Reason.BAD_ATTESTATION, () -> garbage.verify(Genesis.DOMAIN, members, VERIFIER));
  }

  @Test
  void aTranscriptVerifies() throws Exception {
    Certificate certificate = certified(transcript());
    assertThat(OnboardTranscript.verify(Certificate.decode(certificate.encode()), GENESIS).plan())
        .isEqualTo(PLAN);
  }

  @Test
  void aTranscriptWithAnyValueChangedDoesNotVerify() throws Exception {
    Certificate certificate = certified(transcript());
    byte[] statement = certificate.statement().toByteArray();
    List<byte[]> changed = new ArrayList<>(withOneValueChanged(statement));
    List<CborValue> fields =
        CborDecoder.decode(statement, CborLimits.of(1 << 17, 8, 4096)).asArrayOf("", 6);
    for (byte[] plan : withOneValueChanged(PLAN.encode())) {
      List<CborValue> other = new ArrayList<>(fields);
      other.set(1, CborValue.of(plan));
      changed.add(CborValue.array(other).encode());
    }
    List<Object> reasons = new ArrayList<>();
    for (byte[] other : changed) {
      Certificate forged = new Certificate(ByteString.copyOf(other), certificate.attestations());
      try {
        OnboardTranscript.verify(forged, GENESIS);
        reasons.add("accepted");
      } catch (WalletException e) {
        reasons.add(e.reason());
      } catch (CborException e) {
        // Another version, role or kind of evidence.
        reasons.add("no transcript");
      }
    }
    assertThat(reasons)
        .hasSizeGreaterThan(30)
        .doesNotContain("accepted")
        .containsOnly(
            Reason.BAD_MEMBER_SIGNATURE,
            Reason.OTHER_WALLET,
            // A provider that is changed is a member more.
            Reason.MEMBER_COUNT,
            "no transcript");
  }

  /** All members of both groups lie together: the operators' signatures and the key do not. */
  @Test
  void evenIfAllMembersSayIt() {
    OnboardPlan plan = PLAN;
    IdentityKey first = OPERATORS.getFirst();
    assertRefused(Reason.QUORUM, transcript(plan, List.of()));
    assertRefused(Reason.QUORUM, transcript(plan, approvals(plan, first, first)));
    assertRefused(
        Reason.UNKNOWN_OPERATOR,
        transcript(plan, approvals(plan, first, IdentityKey.generate(RANDOM))));
    OnboardPlan other = plan(NOW + 2 * HOUR, plan.walletId());
    assertRefused(Reason.BAD_APPROVAL, transcript(plan, approvals(other, first, OPERATORS.get(1))));
    OnboardPlan foreign = plan(NOW + HOUR, Plans.filled(32, 77));
    assertRefused(
        Reason.OTHER_WALLET, transcript(foreign, approvals(foreign, first, OPERATORS.get(1))));
    OnboardTranscript genuine = transcript();
    assertRefused(
        Reason.OTHER_WALLET,
        new OnboardTranscript(
            plan,
            genuine.approvals(),
            Plans.filled(32, 1),
            genuine.verificationShares(),
            genuine.proof()));
    assertRefused(
        Reason.BAD_PROOF,
        new OnboardTranscript(
            plan,
            genuine.approvals(),
            genuine.publicKey(),
            genuine.verificationShares(),
            ByteString.copyOf(WALLET_KEY.sign(other.challenge()))));
  }

  /** Members may end after the plan has expired, but not begin. */
  @Test
  void whatBeganAfterItsTimeDoesNotVerify() throws Exception {
    long last = NOW - OnboardTranscript.MAX_CEREMONY_MILLIS;
    OnboardPlan inTime = plan(last, PLAN.walletId());
    IdentityKey[] quorum = {OPERATORS.get(0), OPERATORS.get(1)};
    OnboardTranscript.verify(certified(transcript(inTime, approvals(inTime, quorum))), GENESIS);
    OnboardPlan late = plan(last - 1, PLAN.walletId());
    assertRefused(Reason.EXPIRED, transcript(late, approvals(late, quorum)));
  }

  /** The plan's images are for the new group: an old member may not run them. */
  @Test
  void eachGroupHasItsOwnImages() {
    Signer updated =
        new Signer(DEVICE.key(), new AttestingModule(OTHER_IMAGE, false), DEVICE.member());
    Certificate certificate =
        Plans.certify(
            OnboardTranscript.DOMAIN,
            transcript().encode(),
            List.of(PROVIDER, updated, NEW_DEVICE));
    assertRefused(Reason.BAD_ATTESTATION, () -> OnboardTranscript.verify(certificate, GENESIS));
  }

  @Test
  void approvalsExpireAndAreForOneStatement() throws Exception {
    ApprovalStatement statement = ApprovalStatement.of(PLAN);
    Governance governance = GENESIS.plan().governance();
    List<Approval> approvals = approvals(PLAN, OPERATORS.get(0), OPERATORS.get(1));
    Approval.verify(approvals, statement, governance, PLAN.expiryMillis());
    assertRefused(
        Reason.EXPIRED,
        () -> Approval.verify(approvals, statement, governance, PLAN.expiryMillis() + 1));
    ByteString other = Plans.filled(32, 99);
    List<ApprovalStatement> others = new ArrayList<>();
    for (ApprovalStatement.Purpose purpose : ApprovalStatement.Purpose.values()) {
      others.add(
          new ApprovalStatement(
              purpose,
              statement.walletId(),
              statement.groupId(),
              0,
              statement.nonce(),
              statement.expiryMillis(),
              statement.raw(),
              statement.rendering()));
    }
    others.remove(statement);
    others.addAll(
        List.of(
            changed(statement, other, statement.groupId(), 0, statement.nonce(), 0),
            changed(statement, statement.walletId(), other, 0, statement.nonce(), 0),
            changed(statement, statement.walletId(), statement.groupId(), 1, statement.nonce(), 0),
            changed(statement, statement.walletId(), statement.groupId(), 0, other, 0),
            changed(statement, statement.walletId(), statement.groupId(), 0, statement.nonce(), 1),
            withBytes(statement, other, statement.rendering()),
            withBytes(statement, statement.raw(), other),
            // Bytes moved from one to the other.
            withBytes(statement, ByteString.EMPTY, statement.raw())));
    for (ApprovalStatement one : others) {
      assertRefused(Reason.BAD_APPROVAL, () -> Approval.verify(approvals, one, governance, NOW));
    }
  }

  private static ApprovalStatement changed(
      ApprovalStatement statement,
      ByteString walletId,
      ByteString groupId,
      long epoch,
      ByteString nonce,
      long later) {
    return new ApprovalStatement(
        statement.purpose(),
        walletId,
        groupId,
        epoch,
        nonce,
        statement.expiryMillis() + later,
        statement.raw(),
        statement.rendering());
  }

  private static ApprovalStatement withBytes(
      ApprovalStatement statement, ByteString raw, ByteString rendering) {
    return new ApprovalStatement(
        statement.purpose(),
        statement.walletId(),
        statement.groupId(),
        0,
        statement.nonce(),
        statement.expiryMillis(),
        raw,
        rendering);
  }

  @Test
  void enrolmentsAreSignedFreshAndOfOneKindOfEvidence() throws Exception {
    byte[] hash = EnrolmentRequest.hash(DEVICE.member().enrolment());
    byte[] nonce = new byte[16];
    EnrolmentRequest request =
        new EnrolmentRequest(
            DEVICE.member().enrolment(),
            ByteString.copyOf(nonce),
            ByteString.copyOf(DEVICE.key().sign(hash)),
            ByteString.copyOf(DEVICE.module().attest(hash, nonce, null, NOW)));
    request.verify(VERIFIER, NOW, 0);
    assertRefused(Reason.BAD_ATTESTATION, () -> request.verify(VERIFIER, NOW + 1, 0));
    EnrolmentRequest otherNonce =
        new EnrolmentRequest(
            request.enrolment(), Plans.filled(16, 1), request.signature(), request.document());
    assertRefused(Reason.BAD_ATTESTATION, () -> otherNonce.verify(VERIFIER, NOW, 0));
    EnrolmentRequest otherKeys =
        new EnrolmentRequest(
            PROVIDER.member().enrolment(),
            request.nonce(),
            request.signature(),
            request.document());
    assertRefused(Reason.BAD_MEMBER_SIGNATURE, () -> otherKeys.verify(VERIFIER, NOW, 0));
    Enrolment enrolment = DEVICE.member().enrolment();
    Enrolment aws =
        new Enrolment(
            AnchorKind.AWS, enrolment.identityKey(), enrolment.hpkeKey(), enrolment.instance());
    EnrolmentRequest otherKind =
        new EnrolmentRequest(
            aws,
            request.nonce(),
            ByteString.copyOf(DEVICE.key().sign(EnrolmentRequest.hash(aws))),
            request.document());
    assertRefused(Reason.BAD_ATTESTATION, () -> otherKind.verify(VERIFIER, NOW, 0));
  }

  /** The record with each of its values in turn changed to another of the same form. */
  private static List<byte[]> withOneValueChanged(byte[] encoded) throws Exception {
    CborValue root = CborDecoder.decode(encoded, CborLimits.of(1 << 17, 8, 4096));
    return changes(root).stream().map(CborValue::encode).toList();
  }

  private static List<CborValue> changes(CborValue value) {
    return switch (value) {
      case CborInteger(long number) -> List.of(CborValue.of(number + 1));
      case CborText(String text) -> List.of(CborValue.of(text + "x"));
      case CborBytes bytes when bytes.length() == 0 -> List.of(CborValue.of(new byte[] {1}));
      case CborBytes bytes -> {
        byte[] other = bytes.value();
        other[other.length - 1] ^= 1;
        yield List.of(CborValue.of(other));
      }
      case CborArray(List<CborValue> items) -> {
        List<CborValue> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          for (CborValue changed : changes(items.get(i))) {
            List<CborValue> copy = new ArrayList<>(items);
            copy.set(i, changed);
            all.add(CborValue.array(copy));
          }
        }
        yield all;
      }
      default -> List.of();
    };
  }
}
