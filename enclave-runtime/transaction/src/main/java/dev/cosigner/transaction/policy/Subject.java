package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * An effect as rules look at it; what a ledger keeps of it.
 *
 * @param amount in base units of the asset; empty for effects without one
 * @param parties the addresses that it favours, any of which a rule can name: destination and its
 *     owner, spender, operator, delegate, contract
 * @param methods the names under which a rule can name what is called or signed
 */
public record Subject(
    EffectKind kind,
    Chain chain,
    Optional<Asset> asset,
    Optional<BigInteger> amount,
    List<String> parties,
    List<String> methods) {
  /** Copies the lists. */
  public Subject {
    parties = List.copyOf(parties);
    methods = List.copyOf(methods);
  }

  /** What rules see of {@code effect}. */
  public static Subject of(Effect effect) {
    return switch (effect) {
      case Effect.Transfer transfer ->
          of(effect, transfer.asset(), transfer.amount(), parties(transfer));
      case Effect.Fee fee -> of(effect, fee.asset(), fee.maximum(), List.of());
      case Effect.TokenApproval approval ->
          of(effect, approval.asset(), approval.amount(), List.of(approval.spender()));
      case Effect.OperatorApproval approval ->
          new Subject(
              effect.kind(),
              effect.chain(),
              Optional.of(approval.collection()),
              Optional.empty(),
              List.of(approval.operator()),
              List.of());
      case Effect.AccountCreation creation ->
          of(
              effect,
              Asset.nativeOf(creation.chain()),
              creation.deposit(),
              List.of(creation.owner()));
      case Effect.AccountClosing closing -> of(effect, List.of(closing.to()));
      case Effect.CodeDelegation delegation -> of(effect, List.of(delegation.delegate()));
      case Effect.Stake stake -> of(effect, stake.counterparty().stream().toList(), stake.action());
      case Effect.AuthorityChange change ->
          of(effect, change.to().stream().toList(), change.authority());
      case Effect.ContractCall call ->
          of(effect, List.of(call.contract()), call.method(), "0x" + call.selector());
      case Effect.TypedData data -> of(effect, List.of(data.contract()), data.primaryType());
      case Effect.DurableNonce nonce -> of(effect, List.of(nonce.account()));
      case Effect.AddressLookup lookup -> of(effect, List.of(lookup.table()));
      case Effect.ContractCreation creation -> of(effect, List.of(), creation.initCode());
      case Effect.Message message -> of(effect, List.of());
      case Effect.RawDigest digest -> of(effect, List.of());
      case Effect.ReplayUnprotected unprotected -> of(effect, List.of());
      case Effect.Memo memo -> of(effect, List.of());
      case Effect.Blobs blobs -> of(effect, List.of());
    };
  }

  private static List<String> parties(Effect.Transfer transfer) {
    return transfer
        .owner()
        .map(owner -> List.of(transfer.to(), owner))
        .orElseGet(() -> List.of(transfer.to()));
  }

  private static Subject of(Effect effect, Asset asset, BigInteger amount, List<String> parties) {
    return new Subject(
        effect.kind(), effect.chain(), Optional.of(asset), Optional.of(amount), parties, List.of());
  }

  private static Subject of(Effect effect, List<String> parties, String... methods) {
    return new Subject(
        effect.kind(),
        effect.chain(),
        Optional.empty(),
        Optional.empty(),
        parties,
        List.of(methods));
  }
}
