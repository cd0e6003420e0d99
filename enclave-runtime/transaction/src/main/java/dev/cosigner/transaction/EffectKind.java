package dev.cosigner.transaction;

/** The kinds of {@link Effect}, by the names under which a policy permits or denies them. */
public enum EffectKind {
  /** The wallet's value goes to another. */
  TRANSFER("transfer"),
  /** The wallet's value goes to an address of the wallet: never counted as leaving. */
  CHANGE("change"),
  /** The value of another goes somewhere, by the wallet's authority over it. */
  TRANSFER_OF_OTHERS("transfer-of-others"),
  /** What the network may take. */
  FEE("fee"),
  /** Someone may take tokens: ERC-20 and ERC-721 approve, increaseAllowance, Token Approve. */
  APPROVE("approve"),
  /** The same by a signature that anyone may hand in: EIP-2612 Permit, Permit2. */
  PERMIT("permit"),
  /** Someone may take every item of a collection: setApprovalForAll. */
  APPROVE_ALL("approve-all"),
  /** An account runs the code of another: EIP-7702. */
  CODE_DELEGATION("code-delegation"),
  /** Staking: delegated, deactivated, split, merged. */
  STAKE("stake"),
  /** Another is put in charge of an account, mint or stake. */
  AUTHORITY_CHANGE("authority-change"),
  /** A contract is called that other effects do not fully describe. */
  CONTRACT_CALL("contract-call"),
  /** The same from within another call: multicall, execTransaction. */
  NESTED_CALL("nested-call"),
  /** The code of another contract runs in the name of the caller's account. */
  DELEGATE_CALL("delegate-call"),
  /** Code is put on the chain. */
  CONTRACT_CREATION("contract-creation"),
  /** An account is made, and its deposit paid. */
  ACCOUNT_CREATION("account-creation"),
  /** An account is closed, and everything that it holds goes to one address. */
  ACCOUNT_CLOSING("account-closing"),
  /** A text or bytes for people or programs: EIP-191. */
  MESSAGE("message"),
  /** Typed data whose meaning is understood, EIP-712; further effects say it. */
  TYPED_DATA("typed-data"),
  /** Typed data of which only the content is known. */
  UNKNOWN_TYPED_DATA("unknown-typed-data"),
  /** 32 bytes of which nothing is known. */
  RAW_DIGEST("raw-digest"),
  /** The signature stays valid until a nonce account is advanced. */
  DURABLE_NONCE("durable-nonce"),
  /** Accounts come from a table on the chain. */
  ADDRESS_LOOKUP("address-lookup"),
  /** The signature is good on every chain: before EIP-155, or typed data without a chain. */
  REPLAY_UNPROTECTED("replay-unprotected"),
  /** Text or bytes that stay on the chain: Memo, OP_RETURN. */
  MEMO("memo"),
  /** Blobs are published: EIP-4844. */
  BLOBS("blobs");

  private final String id;

  EffectKind(String id) {
    this.id = id;
  }

  /** The name in policies. */
  public String id() {
    return id;
  }

  /** Whether its effects have an asset: rules for assets are about no others. */
  public boolean hasAsset() {
    return switch (this) {
      case TRANSFER,
          CHANGE,
          TRANSFER_OF_OTHERS,
          FEE,
          APPROVE,
          PERMIT,
          APPROVE_ALL,
          ACCOUNT_CREATION ->
          true;
      default -> false;
    };
  }

  /** Whether its effects have a method or type: rules for methods are about no others. */
  public boolean hasMethod() {
    return switch (this) {
      case STAKE,
          AUTHORITY_CHANGE,
          CONTRACT_CALL,
          NESTED_CALL,
          DELEGATE_CALL,
          CONTRACT_CREATION,
          TYPED_DATA,
          UNKNOWN_TYPED_DATA ->
          true;
      default -> false;
    };
  }

  /**
   * The kind of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static EffectKind of(String id) {
    for (EffectKind kind : values()) {
      if (kind.id.equals(id)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "kind of effect: expected one such as transfer or approve, found " + VisibleText.quote(id));
  }
}
