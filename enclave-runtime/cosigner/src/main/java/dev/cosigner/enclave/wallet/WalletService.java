package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Review;
import dev.cosigner.protocol.request.ReviewResult;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.protocol.wallet.SignRequest;
import dev.cosigner.protocol.wallet.Trust;
import dev.cosigner.protocol.wallet.WalletException;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a cosigner does when it is asked, and what it insists on first. Whoever asks is untrusted:
 * plans and requests count for their operators' approvals, members for their attested enrolments.
 */
final class WalletService {
  /** Governance cannot change yet, so every wallet is in its first epoch. */
  private static final long GOVERNANCE_EPOCH = 0;

  /** How old an enrolment's document may be when its member begins. */
  private static final long MAX_ENROLMENT_AGE_MILLIS = 30 * 60 * 1000L;

  /** How far ahead a plan or request may expire. */
  private static final long MAX_VALIDITY_MILLIS = 24 * 60 * 60 * 1000L;

  private final Custody custody;
  private final Ceremonies ceremonies;
  private final Pairings pairings;
  private final RequestIds requestIds = new RequestIds();

  WalletService(Custody custody, Ceremonies ceremonies) {
    this.custody = custody;
    this.ceremonies = ceremonies;
    this.pairings = new Pairings(custody.random());
  }

  Ceremonies ceremonies() {
    return ceremonies;
  }

  Pairings pairings() {
    return pairings;
  }

  Wallets wallets() {
    return custody.wallets();
  }

  /** An enrolment request whose document carries the asker's nonce. */
  EnrolmentRequest enrol(byte[] nonce) {
    byte[] hash = EnrolmentRequest.hash(custody.enrolment());
    return new EnrolmentRequest(
        custody.enrolment(),
        ByteString.copyOf(nonce),
        ByteString.copyOf(custody.identity().sign(hash)),
        ByteString.copyOf(custody.attestor().attest(hash, nonce)));
  }

  Begun createWallet(BeginWallet asked) throws RequestException {
    GenesisPlan plan = asked.plan();
    if (!plan.anchor().equals(custody.anchor())) {
      throw new RequestException(
          "other-anchor",
          "the plan trusts another attestation root than this cosigner's",
          custody.anchor().toString(),
          plan.anchor().toString(),
          null);
    }
    requireOwnImage(plan.measurements());
    requireMember(plan.members());
    AttestationVerifier verifier = custody.verifiers().of(plan.measurements());
    requireApproved(ApprovalStatement.of(plan), asked.approvals(), plan.governance());
    requireEnrolled(plan.members(), asked.enrolments(), verifier);
    return ceremonies.begin(new WalletCreation(plan, custody, verifier));
  }

  /** Decodes and renders a message for a wallet, attested. */
  ReviewResult review(Review asked) throws RequestException {
    Genesis genesis = custody.wallets().get(asked.walletId()).genesis();
    byte[] rendering = render(genesis, asked.network(), asked.message());
    return new ReviewResult(
        ByteString.copyOf(rendering),
        ByteString.copyOf(
            custody.attestor().attest(asked.userData(rendering), asked.nonce().toByteArray())));
  }

  Begun beginSign(BeginSign asked) throws RequestException {
    SignRequest request = asked.request();
    Genesis genesis = custody.wallets().get(request.walletId()).genesis();
    Wallets.Group group = custody.wallets().get(request.walletId(), request.groupId());
    requireEpoch(request.governanceEpoch());
    byte[] rendering = render(genesis, request.network(), request.message());
    requireApproved(
        ApprovalStatement.of(request, rendering), asked.approvals(), genesis.plan().governance());
    return requestIds.begin(
        request,
        ceremonies,
        new MessageSigning(
            request,
            genesis.plan().scheme(),
            group,
            custody,
            custody.verifiers().of(group.measurements())));
  }

  /** The genesis of a certificate that this cosigner may act on. */
  private Genesis requireGenesis(Certificate certificate) throws RequestException {
    try {
      Genesis genesis = Genesis.decode(certificate.statement().toByteArray());
      if (!genesis.plan().anchor().equals(custody.anchor())) {
        throw new RequestException(
            "other-anchor",
            "the wallet trusts another attestation root than this cosigner's",
            custody.anchor().toString(),
            genesis.plan().anchor().toString(),
            null);
      }
      certificate.verify(
          Genesis.DOMAIN,
          genesis.plan().members(),
          custody.verifiers().of(genesis.plan().measurements()));
      return genesis;
    } catch (CborException e) {
      throw new RequestException(
          "genesis-malformed",
          "the genesis certificate cannot be read",
          "a genesis",
          e.getMessage(),
          null);
    } catch (WalletException e) {
      throw refused(e);
    }
  }

  /** Checks what can be checked of an onboarding plan before anyone has approved it. */
  private void requirePlan(Genesis genesis, OnboardPlan plan) throws RequestException {
    if (!plan.walletId().equals(genesis.plan().walletId())) {
      throw new RequestException(
          "other-wallet",
          "the plan is for another wallet than the genesis certificate",
          genesis.plan().walletId().hex(),
          plan.walletId().hex(),
          null);
    }
    if (!plan.fromGroup().equals(genesis.plan().groupId())) {
      throw new RequestException(
          "other-group",
          "only a wallet's first group can authorise another one",
          genesis.plan().groupId().hex(),
          plan.fromGroup().hex(),
          null);
    }
    requireEpoch(plan.governanceEpoch());
    requireOwnImage(plan.measurements());
  }

  /** The new device's commitment. */
  byte[] commitPairing(Certificate certificate, OnboardPlan plan) throws RequestException {
    requirePlan(requireGenesis(certificate), plan);
    requireMember(plan.members());
    return pairings.commit(plan, requireUnexpired(plan.expiryMillis()));
  }

  /** The existing device's answer to a commitment. */
  byte[] answerPairing(OnboardPlan plan, byte[] commitment) throws RequestException {
    requirePlan(custody.wallets().get(plan.walletId()).genesis(), plan);
    custody.wallets().get(plan.walletId(), plan.fromGroup());
    return pairings.answer(plan, commitment, requireUnexpired(plan.expiryMillis()));
  }

  Begun onboard(BeginOnboard asked) throws RequestException {
    OnboardPlan plan = asked.plan();
    Genesis genesis = requireGenesis(asked.genesis());
    requirePlan(genesis, plan);
    List<Member> oldMembers = genesis.plan().members();
    boolean isOld = isMember(oldMembers);
    boolean isNew = isMember(plan.members());
    if (!isOld && !isNew) {
      requireMember(plan.members());
    }
    requireApproved(ApprovalStatement.of(plan), asked.approvals(), genesis.plan().governance());
    AttestationVerifier verifier =
        custody.verifiers().of(Trust.either(genesis.plan().measurements(), plan.measurements()));
    requireEnrolled(
        plan.members(), asked.enrolments(), custody.verifiers().of(plan.measurements()));
    // The two devices, whose people compared the words, insist on their own pairing.
    if (isOld != isNew && isCustomer(isOld ? oldMembers : plan.members())) {
      pairings.requirePaired(plan);
    }
    Optional<KeyShare> oldShare = isOld ? Optional.of(oldShare(genesis, plan)) : Optional.empty();
    return ceremonies.begin(
        new Onboarding(genesis, plan, asked.approvals(), oldMembers, oldShare, custody, verifier));
  }

  private KeyShare oldShare(Genesis genesis, OnboardPlan plan) throws RequestException {
    if (!custody.wallets().get(plan.walletId()).genesis().equals(genesis)) {
      throw new RequestException(
          "other-genesis",
          "the certificate states another key than this cosigner has a share of",
          null,
          genesis.publicKey().hex(),
          null);
    }
    return custody.wallets().get(plan.walletId(), plan.fromGroup()).share();
  }

  private byte[] render(Genesis genesis, String network, ByteString message)
      throws RequestException {
    // The one network whose signatures are those of the one scheme that wallets have.
    if (!network.equals(Network.SOLANA.id())) {
      throw new RequestException(
          "other-network",
          "this wallet's key signs for no other network",
          Network.SOLANA.id(),
          network,
          null);
    }
    try {
      String wallet = Base58.encode(genesis.publicKey().toByteArray());
      Rendering rendering =
          TransactionDecoder.decode(network, message.toByteArray()).render(wallet);
      return rendering.encode();
    } catch (TransactionException e) {
      throw new RequestException(
          "transaction-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          e.getMessage(),
          e.expected(),
          e.found(),
          null);
    }
  }

  private boolean isMember(List<Member> members) {
    return members.stream().anyMatch(member -> member.enrolment().equals(custody.enrolment()));
  }

  private boolean isCustomer(List<Member> members) {
    return members.contains(new Member(Role.CUSTOMER, custody.enrolment()));
  }

  private void requireMember(List<Member> members) throws RequestException {
    if (!isMember(members)) {
      throw new RequestException(
          "not-a-member",
          "the plan does not name this cosigner with its keys and instance of this boot",
          "the identity "
              + custody.enrolment().identityKey()
              + " in the instance "
              + custody.enrolment().instance(),
          "instances " + members.stream().map(member -> member.enrolment().instance()).toList(),
          null);
    }
  }

  private void requireOwnImage(MeasurementPolicy measurements) throws RequestException {
    if (!measurements.allowed().contains(custody.measurements())) {
      throw new RequestException(
          "other-image",
          "the plan does not allow this cosigner's own image",
          "PCR0 " + custody.measurements().pcr0(),
          "PCR0 " + measurements.allowed().stream().map(Measurements::pcr0).toList(),
          null);
    }
  }

  private static void requireEpoch(long epoch) throws RequestException {
    if (epoch != GOVERNANCE_EPOCH) {
      throw new RequestException(
          "other-epoch",
          "the plan or request is of another governance epoch",
          Long.toString(GOVERNANCE_EPOCH),
          Long.toString(epoch),
          null);
    }
  }

  private void requireApproved(
      ApprovalStatement statement, List<Approval> approvals, Governance governance)
      throws RequestException {
    long now = requireUnexpired(statement.expiryMillis());
    try {
      Approval.verify(approvals, statement, governance, now);
    } catch (WalletException e) {
      throw refused(e);
    }
  }

  /** The time, at which a plan or request is neither over nor valid for too long. */
  private long requireUnexpired(long expiryMillis) throws RequestException {
    long now = custody.nowMillis();
    if (expiryMillis < now) {
      throw new RequestException(
          "expired",
          "the plan's or request's time is over",
          "an expiry after " + now,
          Long.toString(expiryMillis),
          "have it approved anew");
    }
    if (expiryMillis - now > MAX_VALIDITY_MILLIS) {
      throw new RequestException(
          "expiry-too-far",
          "the plan or request would be valid for too long",
          "at most 24 hours ahead of " + now,
          Long.toString(expiryMillis),
          null);
    }
    return now;
  }

  private void requireEnrolled(
      List<Member> members, List<EnrolmentRequest> enrolments, AttestationVerifier verifier)
      throws RequestException {
    List<Enrolment> expected = members.stream().map(Member::enrolment).toList();
    List<Enrolment> found = enrolments.stream().map(EnrolmentRequest::enrolment).toList();
    if (!expected.equals(found)) {
      throw new RequestException(
          "other-enrolments",
          "the enrolments are not the plan's members in their order",
          "instances " + expected.stream().map(Enrolment::instance).toList(),
          "instances " + found.stream().map(Enrolment::instance).toList(),
          null);
    }
    for (EnrolmentRequest enrolment : enrolments) {
      try {
        enrolment.verify(verifier, custody.nowMillis(), MAX_ENROLMENT_AGE_MILLIS);
      } catch (WalletException e) {
        throw refused(e);
      }
    }
  }

  private static RequestException refused(WalletException e) {
    return new RequestException(
        e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        e.getMessage(),
        null,
        null,
        null);
  }
}
