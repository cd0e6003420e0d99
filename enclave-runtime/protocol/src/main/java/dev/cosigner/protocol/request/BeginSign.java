package dev.cosigner.protocol.request;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.List;

/** A signing request with its approvals, for {@link Method#SIGN_BEGIN}. */
public record BeginSign(SignRequest request, List<Approval> approvals) {
  public BeginSign {
    approvals = List.copyOf(approvals);
  }

  /** [request, approvals]. */
  public CborValue toCbor() {
    return CborValue.array(CborValue.of(request.encode()), Approval.toCbor(approvals));
  }

  /** Reads {@link #toCbor}'s form. */
  public static BeginSign fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("sign", 2);
    return new BeginSign(
        SignRequest.decode(fields.get(0).asBytes("sign request", 1, 64 * 1024)),
        Approval.listFromCbor(fields.get(1)));
  }
}
