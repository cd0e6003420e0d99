package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates a wallet: enrolments, a plan that the operators approve, key generation, genesis. */
public final class WalletCeremony {
  private final Workstation workstation;
  private final CeremonyRun run;

  /** A cosigner and the role that it shall have. */
  public record Seat(Role role, RemoteCosigner cosigner) {}

  /** A plan with the enrolments that it rests on, in the order of its members. */
  public record Proposal(GenesisPlan plan, List<Seat> seats, List<EnrolmentRequest> enrolments) {}

  public WalletCeremony(Workstation workstation, CeremonyRun run) {
    this.workstation = workstation;
    this.run = run;
  }

  /** Enrols the members and makes the plan that the operators are to approve. */
  public Proposal propose(String name, List<Seat> seats, Governance governance)
      throws CosignerException {
    List<EnrolmentRequest> enrolments = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    for (Seat seat : seats) {
      EnrolmentRequest enrolment = workstation.enrol(seat.cosigner());
      enrolments.add(enrolment);
      members.add(new Member(seat.role(), enrolment.enrolment()));
    }
    GenesisPlan plan =
        new GenesisPlan(
            Scheme.FROST_ED25519,
            name,
            workstation.anchor(),
            members,
            governance,
            ByteString.EMPTY,
            workstation.measurements(),
            List.of(),
            List.of(),
            workstation.nonce(),
            workstation.expiryMillis());
    try {
      // The members read it as strictly.
      GenesisPlan.decode(plan.encode());
    } catch (CborException e) {
      throw CosignerException.of("invalid-plan", ExitCode.USAGE, "no wallet can be made like that")
          .expected("a name of 1 to 64 visible characters, 2 members at least")
          .found(e.getMessage())
          .hint("'cosigner wallet create --help' shows what it takes")
          .cause(e)
          .build();
    }
    return new Proposal(plan, List.copyOf(seats), List.copyOf(enrolments));
  }

  /** Carries out a plan that the operators have agreed to. */
  public WalletFile create(Proposal proposal, List<OperatorKey> operators)
      throws CosignerException {
    ApprovalStatement statement = ApprovalStatement.of(proposal.plan());
    List<Approval> approvals = operators.stream().map(key -> key.approve(statement)).toList();
    BeginWallet request = new BeginWallet(proposal.plan(), approvals, proposal.enrolments());
    Map<CeremonyRun.Member, Begun> begun = new LinkedHashMap<>();
    for (int i = 0; i < proposal.seats().size(); i++) {
      RemoteCosigner cosigner = proposal.seats().get(i).cosigner();
      begun.put(
          new CeremonyRun.Member(proposal.plan().members().get(i).enrolment().instance(), cosigner),
          cosigner.begin(request));
    }
    return WalletFile.open(
        proposal.plan().name(),
        Workstation.certificate(run.run(begun)).encode(),
        Set.of(workstation.anchor()));
  }
}
