package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Review;
import dev.cosigner.protocol.request.ReviewResult;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.OnboardPlan;
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
  private final Custody custody;
  private final Admission admission;
  private final Ceremonies ceremonies;
  private final Pairings pairings;
  private final RequestIds requestIds = new RequestIds();

  WalletService(Custody custody, Ceremonies ceremonies) {
    this.custody = custody;
    this.admission = new Admission(custody);
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
    admission.requireOwnImage(plan.measurements());
    admission.requireMember(plan.members());
    AttestationVerifier verifier = custody.verifiers().of(plan.measurements());
    admission.requireApproved(ApprovalStatement.of(plan), asked.approvals(), plan.governance());
    admission.requireEnrolled(plan.members(), asked.enrolments(), verifier);
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
    Admission.requireEpoch(request.governanceEpoch());
    byte[] rendering = render(genesis, request.network(), request.message());
    admission.requireApproved(
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
      throw Admission.refused(e);
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
    Admission.requireEpoch(plan.governanceEpoch());
    admission.requireOwnImage(plan.measurements());
  }

  /** The new device's commitment. */
  byte[] commitPairing(Certificate certificate, OnboardPlan plan) throws RequestException {
    requirePlan(requireGenesis(certificate), plan);
    admission.requireMember(plan.members());
    return pairings.commit(plan, admission.requireUnexpired(plan.expiryMillis()));
  }

  /** The existing device's answer to a commitment. */
  byte[] answerPairing(OnboardPlan plan, byte[] commitment) throws RequestException {
    requirePlan(custody.wallets().get(plan.walletId()).genesis(), plan);
    custody.wallets().get(plan.walletId(), plan.fromGroup());
    return pairings.answer(plan, commitment, admission.requireUnexpired(plan.expiryMillis()));
  }

  Begun onboard(BeginOnboard asked) throws RequestException {
    OnboardPlan plan = asked.plan();
    Genesis genesis = requireGenesis(asked.genesis());
    requirePlan(genesis, plan);
    List<Member> oldMembers = genesis.plan().members();
    boolean isOld = admission.isMember(oldMembers);
    boolean isNew = admission.isMember(plan.members());
    if (!isOld && !isNew) {
      admission.requireMember(plan.members());
    }
    admission.requireApproved(
        ApprovalStatement.of(plan), asked.approvals(), genesis.plan().governance());
    AttestationVerifier verifier =
        custody.verifiers().of(Trust.either(genesis.plan().measurements(), plan.measurements()));
    admission.requireEnrolled(
        plan.members(), asked.enrolments(), custody.verifiers().of(plan.measurements()));
    // The two devices, whose people compared the words, insist on their own pairing.
    if (isOld != isNew && admission.isCustomer(isOld ? oldMembers : plan.members())) {
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
}
