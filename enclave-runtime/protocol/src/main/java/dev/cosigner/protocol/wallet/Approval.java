package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One operator's signature on an {@link ApprovalStatement}.
 *
 * @param operator Ed25519 public key, 32 bytes
 * @param signature Ed25519 signature on the statement's digest, 64 bytes
 */
public record Approval(ByteString operator, ByteString signature) {
  private static final int MAX_APPROVALS = 32;

  /** Encodes approvals as an array. */
  public static CborValue toCbor(List<Approval> approvals) {
    return CborValue.array(
        approvals.stream()
            .map(approval ->
                CborValue.array(Fields.of(approval.operator), Fields.of(approval.signature)))
            .toList());
  }

  /** Reads {@link #toCbor}'s form. */
  public static List<Approval> listFromCbor(CborValue value) throws CborException {
    List<Approval> approvals = new ArrayList<>();
    for (CborValue item : value.asArray("approvals", 0, MAX_APPROVALS)) {
      List<CborValue> fields = item.asArrayOf("approval", 2);
      approvals.add(
          new Approval(
              Fields.bytes(fields.get(0), "operator key", 32),
              Fields.bytes(fields.get(1), "approval signature", 64)));
    }
    return List.copyOf(approvals);
  }

  /**
   * Checks that a quorum of the wallet's operators signed {@code statement} and that it has not
   * expired.
   *
   * @param nowMillis the verifier's own time, milliseconds since 1970
   * @throws WalletException {@code EXPIRED}, {@code UNKNOWN_OPERATOR}, {@code BAD_APPROVAL} or
   *     {@code QUORUM}
   */
  public static void verify(
      List<Approval> approvals, ApprovalStatement statement, Governance governance, long nowMillis)
      throws WalletException {
    if (nowMillis > statement.expiryMillis()) {
      throw new WalletException(
          WalletException.Reason.EXPIRED,
          "the plan or request expired at "
              + statement.expiryMillis()
              + ", now it is "
              + nowMillis);
    }
    byte[] digest = statement.digest();
    Set<ByteString> approved = new HashSet<>();
    for (Approval approval : approvals) {
      if (!governance.operators().contains(approval.operator)) {
        throw new WalletException(
            WalletException.Reason.UNKNOWN_OPERATOR,
            "an approval is by " + approval.operator + ", who is no operator of this wallet");
      }
      try {
        IdentityPublicKey.of(approval.operator.toByteArray())
            .verify(digest, approval.signature.toByteArray());
      } catch (IdentityException e) {
        throw new WalletException(
            WalletException.Reason.BAD_APPROVAL,
            "the approval by " + approval.operator + " is not for this plan or request",
            e);
      }
      approved.add(approval.operator);
    }
    if (approved.size() < governance.quorum()) {
      throw new WalletException(
          WalletException.Reason.QUORUM,
          "expected approvals by " + governance.quorum() + " operators, found " + approved.size());
    }
  }
}
