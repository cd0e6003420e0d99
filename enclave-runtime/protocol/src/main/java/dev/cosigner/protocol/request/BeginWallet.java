package dev.cosigner.protocol.request;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.GenesisPlan;
import java.util.List;

/** A genesis plan, its approvals and its members' enrolments, for {@link Method#WALLET_CREATE}. */
public record BeginWallet(
    GenesisPlan plan, List<Approval> approvals, List<EnrolmentRequest> enrolments) {
  public BeginWallet {
    approvals = List.copyOf(approvals);
    enrolments = List.copyOf(enrolments);
  }

  /** [plan, approvals, enrolments]. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(plan.encode()), Approval.toCbor(approvals), Enrolled.toCbor(enrolments));
  }

  /** Reads {@link #toCbor}'s form. */
  public static BeginWallet fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("wallet creation", 3);
    return new BeginWallet(
        GenesisPlan.decode(fields.get(0).asBytes("genesis plan", 1, 64 * 1024)),
        Approval.listFromCbor(fields.get(1)),
        Enrolled.listFromCbor(fields.get(2)));
  }
}
