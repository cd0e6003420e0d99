package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.Pairing;
import dev.cosigner.protocol.wallet.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds a group with a new customer device to a wallet: enrolment, pairing with words, a plan that
 * the operators approve, add-user, proof, transcript.
 */
public final class OnboardCeremony {
  private final Workstation workstation;
  private final CeremonyRun run;
  private final WalletFile wallet;
  private final List<RemoteCosigner> oldGroup;

  /** A plan with the enrolments that it rests on and the cosigners of the new group. */
  public record Proposal(
      OnboardPlan plan, List<RemoteCosigner> newGroup, List<EnrolmentRequest> enrolments) {}

  /**
   * A ceremony for this wallet.
   *
   * @param oldGroup the cosigners of the wallet's first group, in the order of its members
   */
  public OnboardCeremony(
      Workstation workstation, CeremonyRun run, WalletFile wallet, List<RemoteCosigner> oldGroup) {
    this.workstation = workstation;
    this.run = run;
    this.wallet = wallet;
    this.oldGroup = List.copyOf(oldGroup);
  }

  /** Enrols the new device with the group's providers and makes the plan. */
  public Proposal propose(RemoteCosigner device) throws CosignerException {
    List<Member> oldMembers = wallet.genesis().plan().members();
    List<Member> members = new ArrayList<>();
    List<RemoteCosigner> newGroup = new ArrayList<>();
    List<EnrolmentRequest> enrolments = new ArrayList<>();
    for (int i = 0; i < oldMembers.size(); i++) {
      boolean customer = oldMembers.get(i).role() == Role.CUSTOMER;
      RemoteCosigner cosigner = customer ? device : oldGroup.get(i);
      EnrolmentRequest enrolment = workstation.enrol(cosigner);
      if (!customer && !enrolment.enrolment().equals(oldMembers.get(i).enrolment())) {
        throw CosignerException.of(
                "member-restarted",
                ExitCode.REFUSED,
                cosigner.name() + " is not the boot that the wallet's genesis names")
            .expected("instance " + oldMembers.get(i).enrolment().instance())
            .found("instance " + enrolment.enrolment().instance())
            .hint("a cosigner that was started anew has lost its share")
            .build();
      }
      newGroup.add(cosigner);
      enrolments.add(enrolment);
      members.add(new Member(oldMembers.get(i).role(), enrolment.enrolment()));
    }
    OnboardPlan plan =
        new OnboardPlan(
            wallet.id(),
            wallet.genesis().plan().groupId(),
            members,
            workstation.measurements(),
            0,
            workstation.nonce(),
            workstation.expiryMillis());
    return new Proposal(plan, List.copyOf(newGroup), List.copyOf(enrolments));
  }

  /**
   * Has the existing and the new device exchange their randoms.
   *
   * @return the words that this workstation computes; both devices must show the same
   */
  public List<String> pair(Proposal proposal) throws CosignerException {
    OnboardPlan plan = proposal.plan();
    RemoteCosigner device = device(proposal);
    RemoteCosigner existing = existingDevice();
    byte[] commitment = device.pairingCommit(wallet.certificate(), plan);
    byte[] existingRandom = existing.pairingAnswer(plan, commitment);
    byte[] newRandom = device.pairingOpen(plan.groupId(), existingRandom);
    existing.pairingClose(plan.groupId(), newRandom);
    return Pairing.words(plan, commitment, existingRandom, newRandom);
  }

  /** People saw different words: neither device goes on with this plan. */
  public void reject(Proposal proposal) throws CosignerException {
    existingDevice().pairingReject(proposal.plan().groupId());
    device(proposal).pairingReject(proposal.plan().groupId());
  }

  /** The device that is to get shares. */
  public RemoteCosigner device(Proposal proposal) {
    return proposal.newGroup().get(customerIndex());
  }

  /** The customer's device that the wallet has already. */
  public RemoteCosigner existingDevice() {
    return oldGroup.get(customerIndex());
  }

  private int customerIndex() {
    List<Member> members = wallet.genesis().plan().members();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).role() == Role.CUSTOMER) {
        return i;
      }
    }
    throw new IllegalStateException("a genesis names a customer");
  }

  /** Carries out a plan that the operators have agreed to. */
  public TranscriptFile onboard(Proposal proposal, List<OperatorKey> operators)
      throws CosignerException {
    OnboardPlan plan = proposal.plan();
    ApprovalStatement statement = ApprovalStatement.of(plan);
    List<Approval> approvals = operators.stream().map(key -> key.approve(statement)).toList();
    BeginOnboard request =
        new BeginOnboard(wallet.certificate(), plan, approvals, proposal.enrolments());
    Map<ByteString, RemoteCosigner> cosigners = new LinkedHashMap<>();
    List<Member> oldMembers = wallet.genesis().plan().members();
    for (int i = 0; i < oldMembers.size(); i++) {
      cosigners.put(oldMembers.get(i).enrolment().instance(), oldGroup.get(i));
    }
    for (int i = 0; i < plan.members().size(); i++) {
      cosigners.putIfAbsent(
          plan.members().get(i).enrolment().instance(), proposal.newGroup().get(i));
    }
    Map<CeremonyRun.Member, Begun> begun = new LinkedHashMap<>();
    for (Map.Entry<ByteString, RemoteCosigner> entry : cosigners.entrySet()) {
      begun.put(
          new CeremonyRun.Member(entry.getKey(), entry.getValue()),
          entry.getValue().begin(request));
    }
    return TranscriptFile.open(
        "the new group", Workstation.certificate(run.run(begun)).encode(), wallet);
  }
}
