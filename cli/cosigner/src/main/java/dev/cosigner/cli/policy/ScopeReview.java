package dev.cosigner.cli.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.policy.AddressLists;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.Rule;
import dev.cosigner.transaction.policy.Scope;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Parts of a rule that no effect ever meets: its author meant something else. Where the rule takes
 * away, it takes nothing away, which is grave.
 */
final class ScopeReview {
  /** Name and types as effects have them: without names of parameters, without short forms. */
  private static final Pattern CALL =
      Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*\\([A-Za-z0-9,()\\[\\]]*\\)");

  private static final Pattern SELECTOR = Pattern.compile("0x([0-9a-f]{8})?");
  private static final Set<EffectKind> CALLS =
      Set.of(EffectKind.CONTRACT_CALL, EffectKind.NESTED_CALL, EffectKind.DELEGATE_CALL);

  private final Policy policy;
  private final Rule rule;
  private final List<PolicyReview.Finding> findings;

  ScopeReview(Policy policy, Rule rule, List<PolicyReview.Finding> findings) {
    this.policy = policy;
    this.rule = rule;
    this.findings = findings;
  }

  void review() {
    switch (rule) {
      case Rule.Permit permit -> scope(permit.scope());
      case Rule.Denial denial -> scope(denial.scope());
      case Rule.CountLimit limit -> scope(limit.scope());
      case Rule.AmountLimit limit -> {
        scope(limit.scope());
        counted(limit.scope(), limit.asset());
      }
      case Rule.ApprovalRule approval -> {
        scope(approval.scope());
        approval.above().ifPresent(above -> counted(approval.scope(), above.asset()));
      }
      case Rule.FeePermit fee -> price(fee);
    }
  }

  private void scope(Scope scope) {
    Set<EffectKind> kinds = new TreeSet<>(scope.effects());
    if (!scope.methods().isEmpty()) {
      without("methods", kinds, EffectKind::hasMethod);
    }
    if (!scope.assets().isEmpty()) {
      without("assets", kinds, EffectKind::hasAsset);
    }
    for (Asset asset : sorted(scope.assets())) {
      if (!scope.chains().isEmpty() && !scope.chains().contains(asset.chain())) {
        never("names the asset " + asset + " and not its chain");
      }
    }
    if (CALLS.containsAll(kinds)) {
      for (String method : sorted(scope.methods())) {
        if (!CALL.matcher(method).matches() && !SELECTOR.matcher(method).matches()) {
          never(
              "names the method "
                  + method
                  + ": calls have names like transfer(address,uint256) or 0xa9059cbb");
        }
      }
    }
    for (String list : sorted(scope.to())) {
      Set<Chain> chains = scope.chains();
      boolean met =
          chains.isEmpty()
              || policy.lists().lists().get(list).stream()
                  .anyMatch(address ->
                      chains.stream().anyMatch(chain -> AddressLists.isOf(chain, address)));
      if (!met) {
        never("names the list " + list + ", which has no address of its chains");
      }
    }
    for (String wallet : sorted(scope.wallets())) {
      Set<Chain> chains = scope.chains();
      if (!chains.isEmpty()
          && chains.stream().noneMatch(chain -> AddressLists.isOf(chain, wallet))) {
        never("names the wallet " + wallet + ", which is of none of its chains");
      }
    }
  }

  private void without(String part, Set<EffectKind> kinds, Predicate<EffectKind> has) {
    List<String> others = kinds.stream().filter(has.negate()).map(EffectKind::id).toList();
    if (!others.isEmpty()) {
      never("names " + part + ", which " + String.join(", ", others) + " have not");
    }
  }

  /** Whether the amounts that a rule adds up can be in its scope. */
  private void counted(Scope scope, Asset asset) {
    boolean inside =
        (scope.assets().isEmpty() || scope.assets().contains(asset))
            && (scope.chains().isEmpty() || scope.chains().contains(asset.chain()))
            && scope.effects().stream().anyMatch(EffectKind::hasAsset);
    if (!inside) {
      never("counts " + asset + ", which is outside its scope");
    }
  }

  /** Prices of another thing than the network sells: no fee is within such a bound. */
  private void price(Rule.FeePermit fee) {
    String unit =
        switch (fee.asset().chain().namespace()) {
          case Chain.EIP155 -> "gas";
          case Chain.BIP122 -> "vbyte";
          default -> "compute unit";
        };
    if (fee.rate().isPresent() && !fee.rate().get().unit().equals(unit)) {
      never("bounds the price of " + fee.rate().get().unit() + ", and the network sells " + unit);
    }
  }

  private void never(String text) {
    boolean grants = rule instanceof Rule.Permit || rule instanceof Rule.FeePermit;
    findings.add(new PolicyReview.Finding(!grants, "never-met", rule.name(), text));
  }

  private static <T> List<T> sorted(Set<T> items) {
    return items.stream().sorted(java.util.Comparator.comparing(Object::toString)).toList();
  }
}
