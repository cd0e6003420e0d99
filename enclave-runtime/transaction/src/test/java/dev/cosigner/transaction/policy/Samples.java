package dev.cosigner.transaction.policy;

import static dev.cosigner.transaction.policy.Treasury.ETHEREUM;
import static dev.cosigner.transaction.policy.Treasury.EXCHANGE;
import static dev.cosigner.transaction.policy.Treasury.ROUTER;
import static dev.cosigner.transaction.policy.Treasury.STRANGER;
import static dev.cosigner.transaction.policy.Treasury.USDC;
import static dev.cosigner.transaction.policy.Treasury.WALLET;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** One effect of each kind, on Ethereum. */
final class Samples {
  private Samples() {}

  static Effect of(EffectKind kind) {
    BigInteger amount = BigInteger.valueOf(1_000_000);
    return switch (kind) {
      case TRANSFER, CHANGE, TRANSFER_OF_OTHERS ->
          new Effect.Transfer(kind, USDC, WALLET, EXCHANGE, Optional.empty(), amount);
      case FEE -> Treasury.fee("0.001", 30_000_000_000L);
      case APPROVE, PERMIT ->
          new Effect.TokenApproval(kind, USDC, WALLET, ROUTER, amount, false, Optional.empty());
      case APPROVE_ALL -> new Effect.OperatorApproval(USDC, WALLET, ROUTER, true);
      case CODE_DELEGATION ->
          new Effect.CodeDelegation(
              ETHEREUM, Optional.of(WALLET), STRANGER, BigInteger.ZERO, false);
      case STAKE -> new Effect.Stake(ETHEREUM, "delegate", WALLET, Optional.of(STRANGER));
      case AUTHORITY_CHANGE ->
          new Effect.AuthorityChange(ETHEREUM, WALLET, "owner", Optional.of(STRANGER));
      case CONTRACT_CALL -> call(0, false);
      case NESTED_CALL -> call(1, false);
      case DELEGATE_CALL -> call(1, true);
      case CONTRACT_CREATION -> new Effect.ContractCreation(ETHEREUM, "00".repeat(32));
      case ACCOUNT_CREATION ->
          new Effect.AccountCreation(ETHEREUM, WALLET, EXCHANGE, EXCHANGE, amount);
      case ACCOUNT_CLOSING -> new Effect.AccountClosing(ETHEREUM, WALLET, STRANGER);
      case MESSAGE -> new Effect.Message(ETHEREUM, "11".repeat(32));
      case TYPED_DATA -> new Effect.TypedData(ETHEREUM, ROUTER, "Router 1", "Permit", true);
      case UNKNOWN_TYPED_DATA ->
          new Effect.TypedData(ETHEREUM, STRANGER, "Airdrop 1", "Claim", false);
      case RAW_DIGEST -> new Effect.RawDigest(ETHEREUM, "22".repeat(32));
      case DURABLE_NONCE -> new Effect.DurableNonce(ETHEREUM, EXCHANGE, WALLET);
      case ADDRESS_LOOKUP -> new Effect.AddressLookup(ETHEREUM, ROUTER, List.of(STRANGER));
      case REPLAY_UNPROTECTED -> new Effect.ReplayUnprotected(ETHEREUM);
      case MEMO -> new Effect.Memo(ETHEREUM, "33".repeat(32));
      case BLOBS -> new Effect.Blobs(ETHEREUM, 1);
    };
  }

  private static Effect call(int depth, boolean delegate) {
    return new Effect.ContractCall(
        ETHEREUM, WALLET, ROUTER, "d0e30db0", "deposit()", depth, delegate);
  }
}
