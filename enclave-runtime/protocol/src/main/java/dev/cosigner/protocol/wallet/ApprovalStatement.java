package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What an operator's key signs. A person has seen the rendering that their own workstation made of
 * the raw bytes; every member makes the statement again from its own view of both.
 *
 * @param purpose what the approval is for, so that none serves for another
 * @param walletId the wallet, 32 bytes
 * @param groupId the group that shall act, 32 bytes
 * @param governanceEpoch the wallet's governance epoch
 * @param nonce what makes two approvals of the same bytes two, 32 bytes
 * @param expiryMillis until when members may begin, milliseconds since 1970
 * @param raw the bytes that are approved: an encoded plan, or a transaction's message
 * @param rendering canonical encoding of what the person saw; empty for plans, whose encoding is
 *     what is shown
 */
public record ApprovalStatement(
    Purpose purpose,
    ByteString walletId,
    ByteString groupId,
    long governanceEpoch,
    ByteString nonce,
    long expiryMillis,
    ByteString raw,
    ByteString rendering) {

  private static final String DOMAIN = "cosigner/approval/v1";

  /** What an approval is for. */
  public enum Purpose {
    GENESIS("genesis"),
    ONBOARD("onboard"),
    SIGN("sign");

    private final String label;

    Purpose(String label) {
      this.label = label;
    }
  }

  /** A genesis plan's statement. */
  public static ApprovalStatement of(GenesisPlan plan) {
    return new ApprovalStatement(
        Purpose.GENESIS,
        plan.walletId(),
        plan.groupId(),
        0,
        plan.nonce(),
        plan.expiryMillis(),
        ByteString.copyOf(plan.encode()),
        ByteString.EMPTY);
  }

  /** An onboarding plan's statement. */
  public static ApprovalStatement of(OnboardPlan plan) {
    return new ApprovalStatement(
        Purpose.ONBOARD,
        plan.walletId(),
        plan.fromGroup(),
        plan.governanceEpoch(),
        plan.nonce(),
        plan.expiryMillis(),
        ByteString.copyOf(plan.encode()),
        ByteString.EMPTY);
  }

  /** A signing request's statement, with the rendering that this side made of its message. */
  public static ApprovalStatement of(SignRequest request, byte[] rendering) {
    return new ApprovalStatement(
        Purpose.SIGN,
        request.walletId(),
        request.groupId(),
        request.governanceEpoch(),
        request.nonce(),
        request.expiryMillis(),
        request.message(),
        ByteString.copyOf(rendering));
  }

  /** The 32 bytes that an operator's key signs. */
  public byte[] digest() {
    return DomainHash.of(
        DOMAIN,
        purpose.label.getBytes(StandardCharsets.US_ASCII),
        walletId.toByteArray(),
        groupId.toByteArray(),
        bigEndian(governanceEpoch),
        nonce.toByteArray(),
        bigEndian(expiryMillis),
        raw.toByteArray(),
        rendering.toByteArray());
  }

  private static byte[] bigEndian(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
