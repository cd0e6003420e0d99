package dev.cosigner.protocol.request;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.OnboardPlan;
import java.util.List;

/**
 * An onboarding plan, its approvals and its members' enrolments, for {@link Method#ONBOARD_BEGIN}.
 *
 * @param genesis the wallet's genesis certificate, from which a new member learns the wallet
 */
public record BeginOnboard(
    Certificate genesis,
    OnboardPlan plan,
    List<Approval> approvals,
    List<EnrolmentRequest> enrolments) {
  public BeginOnboard {
    approvals = List.copyOf(approvals);
    enrolments = List.copyOf(enrolments);
  }

  /** [genesis certificate, plan, approvals, enrolments]. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(genesis.encode()),
        CborValue.of(plan.encode()),
        Approval.toCbor(approvals),
        Enrolled.toCbor(enrolments));
  }

  /** Reads {@link #toCbor}'s form. */
  public static BeginOnboard fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("onboarding", 4);
    return new BeginOnboard(
        Certificate.decode(fields.get(0).asBytes("genesis certificate", 1, 512 * 1024)),
        OnboardPlan.decode(fields.get(1).asBytes("onboarding plan", 1, 64 * 1024)),
        Approval.listFromCbor(fields.get(2)),
        Enrolled.listFromCbor(fields.get(3)));
  }
}
