package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.EffectKind;
import java.util.Set;

/**
 * Which effects a rule is about. An empty set is no restriction; only the kinds are always named.
 *
 * @param effects kinds; not empty
 * @param chains stated ones
 * @param assets without token ids; an effect without an asset is outside where there are any
 * @param to names of the policy's lists, one of which has a party of the effect
 * @param methods of which the effect has one
 * @param wallets addresses that are asked to sign
 */
public record Scope(
    Set<EffectKind> effects,
    Set<Chain> chains,
    Set<Asset> assets,
    Set<String> to,
    Set<String> methods,
    Set<String> wallets) {
  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException where no kind is named, or a chain is not stated
   */
  public Scope {
    effects = Set.copyOf(effects);
    chains = Set.copyOf(chains);
    assets = Set.copyOf(assets);
    to = Set.copyOf(to);
    methods = Set.copyOf(methods);
    wallets = Set.copyOf(wallets);
    if (effects.isEmpty()) {
      throw new IllegalArgumentException("scope: expected at least one kind of effect, found none");
    }
    if (!chains.stream().allMatch(Chain::isStated)
        || !assets.stream().allMatch(asset -> asset.chain().isStated())
        || assets.stream().anyMatch(asset -> asset.tokenId().isPresent())) {
      throw new IllegalArgumentException(
          "scope: expected stated chains and assets without token ids, found others");
    }
  }

  /** All effects of these kinds. */
  public static Scope of(Set<EffectKind> effects) {
    return new Scope(effects, Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** Whether the rule is about {@code subject}. */
  boolean contains(Subject subject, String wallet, AddressLists lists) {
    return outside(subject, wallet, lists) == null;
  }

  /** The first part of the scope that leaves {@code subject} outside; null where none does. */
  Reason outside(Subject subject, String wallet, AddressLists lists) {
    if (!effects.contains(subject.kind())) {
      return Reason.NO_RULE;
    } else if (!wallets.isEmpty() && !wallets.contains(wallet)) {
      return Reason.OTHER_WALLET;
    } else if (!chains.isEmpty() && !chains.contains(subject.chain())) {
      return Reason.OTHER_CHAIN;
    } else if (!assets.isEmpty()
        && !subject.asset().map(Asset::collection).map(assets::contains).orElse(false)) {
      return Reason.OTHER_ASSET;
    } else if (!methods.isEmpty() && subject.methods().stream().noneMatch(methods::contains)) {
      return Reason.OTHER_METHOD;
    } else if (!to.isEmpty() && !lists.contain(to, subject.parties())) {
      return Reason.OTHER_DESTINATION;
    }
    return null;
  }
}
