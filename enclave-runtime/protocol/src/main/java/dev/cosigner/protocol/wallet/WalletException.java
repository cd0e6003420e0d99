package dev.cosigner.protocol.wallet;

/** A plan, approval or certificate that must not be acted on, with the reason. */
public final class WalletException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it was refused. */
  public enum Reason {
    /** The plan's or request's time is over. */
    EXPIRED,
    /** An approval by a key that is none of the wallet's operators'. */
    UNKNOWN_OPERATOR,
    /** An approval whose signature is not on this statement. */
    BAD_APPROVAL,
    /** Fewer operators approved than the quorum. */
    QUORUM,
    /** A certificate that lacks a member, or has more attestations than members. */
    MEMBER_COUNT,
    /** A member's signature that does not verify. */
    BAD_MEMBER_SIGNATURE,
    /** A member's attestation document that does not verify. */
    BAD_ATTESTATION,
    /** A transcript whose wallet, group or key is not the one of the genesis. */
    OTHER_WALLET,
    /** A new group's proof that does not verify under the wallet's key. */
    BAD_PROOF
  }

  private final Reason reason;

  public WalletException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public WalletException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
