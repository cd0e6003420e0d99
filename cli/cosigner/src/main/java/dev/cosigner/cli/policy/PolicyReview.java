package dev.cosigner.cli.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.Rule;
import dev.cosigner.transaction.policy.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a reviewer would ask about a policy that is well-formed. */
public final class PolicyReview {
  private static final Set<EffectKind> OUTGOING =
      Set.of(EffectKind.TRANSFER, EffectKind.APPROVE, EffectKind.PERMIT);
  private static final Set<EffectKind> GRAVE =
      Set.of(
          EffectKind.RAW_DIGEST,
          EffectKind.UNKNOWN_TYPED_DATA,
          EffectKind.REPLAY_UNPROTECTED,
          EffectKind.DELEGATE_CALL,
          EffectKind.CODE_DELEGATION,
          EffectKind.APPROVE_ALL,
          EffectKind.AUTHORITY_CHANGE,
          EffectKind.ACCOUNT_CLOSING);

  private final Policy policy;
  private final List<Finding> findings = new ArrayList<>();

  private PolicyReview(Policy policy) {
    this.policy = policy;
  }

  /**
   * One finding.
   *
   * @param grave whether the policy lets go what nothing bounds
   * @param id stable, in kebab-case
   * @param rule that it is about, or the policy's name
   */
  public record Finding(boolean grave, String id, String rule, String text) {}

  /** Everything to be asked, in the order of the rules. */
  public static List<Finding> of(Policy policy) {
    PolicyReview review = new PolicyReview(policy);
    review.permits();
    review.limits();
    review.approvals();
    review.lists();
    review.fees();
    policy.rules().forEach(rule -> new ScopeReview(policy, rule, review.findings).review());
    return review.findings;
  }

  private void permits() {
    for (Rule.Permit permit : policy.rules(Rule.Permit.class)) {
      Scope scope = permit.scope();
      for (EffectKind kind : new TreeSet<>(scope.effects())) {
        if (OUTGOING.contains(kind) && scope.to().isEmpty()) {
          find(false, "anyone", permit, "permits " + kind.id() + " to any address");
        }
        if (OUTGOING.contains(kind)) {
          unlimited(permit, kind);
        }
        if (GRAVE.contains(kind)) {
          find(false, "grave-effect", permit, "permits " + kind.id());
        }
      }
      if (permit.unlimited()) {
        find(false, "unlimited-approval", permit, "permits approvals without a limit");
      }
    }
  }

  private void unlimited(Rule.Permit permit, EffectKind kind) {
    for (Asset asset : assets(permit.scope())) {
      boolean bounded =
          policy.rules(Rule.AmountLimit.class).stream()
              .anyMatch(limit ->
                  limit.asset().equals(asset)
                      && counts(limit.scope(), asset)
                      && covers(limit.scope(), permit.scope(), kind));
      if (!bounded) {
        find(true, "unbounded", permit, "permits " + kind.id() + " of any amount of " + asset);
      }
    }
  }

  /** Assets that a permit lets go: those it names, or all that are listed, of its chains. */
  private List<Asset> assets(Scope scope) {
    Stream<Asset> listed =
        scope.assets().isEmpty()
            ? Stream.concat(
                policy.assets().entries().stream().map(entry -> entry.asset()),
                scope.chains().stream()
                    .map(Asset::nativeOf)
                    .filter(coin -> policy.assets().unit(coin).isPresent()))
            : scope.assets().stream();
    return listed
        .filter(asset -> scope.chains().contains(asset.chain()))
        .distinct()
        .sorted(java.util.Comparator.comparing(Asset::toString))
        .toList();
  }

  /** Whether a scope leaves {@code asset} inside. */
  private static boolean counts(Scope scope, Asset asset) {
    return (scope.assets().isEmpty() || scope.assets().contains(asset))
        && (scope.chains().isEmpty() || scope.chains().contains(asset.chain()));
  }

  /** Whether a limit is about everything of {@code kind} that a permit lets go. */
  private static boolean covers(Scope limit, Scope permit, EffectKind kind) {
    return limit.effects().contains(kind)
        && isWider(limit.chains(), permit.chains())
        && limit.methods().isEmpty()
        && isWider(limit.wallets(), permit.wallets())
        && isWider(limit.to(), permit.to());
  }

  private static boolean isWider(Set<?> limit, Set<?> permit) {
    return limit.isEmpty() || (!permit.isEmpty() && limit.containsAll(permit));
  }

  private void limits() {
    for (Rule.AmountLimit limit : policy.rules(Rule.AmountLimit.class)) {
      if (limit.perTransaction().isPresent()
          && limit.rolling().isPresent()
          && limit.rolling().get().amount().compareTo(limit.perTransaction().get()) < 0) {
        find(false, "limits-contradict", limit, "lets less go over time than in one transaction");
      }
    }
  }

  private void approvals() {
    boolean transfers =
        policy.rules(Rule.Permit.class).stream()
            .anyMatch(permit -> permit.scope().effects().contains(EffectKind.TRANSFER));
    boolean asked =
        policy.rules(Rule.ApprovalRule.class).stream()
            .anyMatch(rule -> rule.scope().effects().contains(EffectKind.TRANSFER));
    if (transfers && !asked) {
      findings.add(
          new Finding(
              false, "no-approval", policy.name(), "no rule asks for approvals of transfers"));
    }
    for (Rule.ApprovalRule rule : policy.rules(Rule.ApprovalRule.class)) {
      Optional<Rule.Threshold> above = rule.above();
      boolean unreachable =
          above.isPresent()
              && above.get().seconds() == 0
              && policy.rules(Rule.AmountLimit.class).stream()
                  .anyMatch(limit ->
                      limit.asset().equals(above.get().asset())
                          && limit.scope().effects().containsAll(rule.scope().effects())
                          && isWider(limit.scope().to(), rule.scope().to())
                          && isWider(limit.scope().wallets(), rule.scope().wallets())
                          && limit.perTransaction().isPresent()
                          && limit.perTransaction().get().compareTo(above.get().amount()) <= 0);
      if (unreachable) {
        find(false, "never-asked", rule, "its threshold is above a limit of one transaction");
      }
    }
  }

  private void lists() {
    Set<String> permitted = new HashSet<>();
    Set<String> used = new HashSet<>();
    for (Rule rule : policy.rules()) {
      Scope scope =
          switch (rule) {
            case Rule.Permit permit -> permit.scope();
            case Rule.FeePermit fee -> null;
            case Rule.Denial denial -> denial.scope();
            case Rule.AmountLimit limit -> limit.scope();
            case Rule.CountLimit limit -> limit.scope();
            case Rule.ApprovalRule approval -> approval.scope();
          };
      if (scope != null) {
        used.addAll(scope.to());
      }
      if (rule instanceof Rule.Permit permit) {
        permitted.addAll(permit.scope().to());
      }
    }
    for (Rule.Denial denial : policy.rules(Rule.Denial.class)) {
      for (String list : denial.scope().to()) {
        if (permitted.contains(list)) {
          find(false, "permitted-and-denied", denial, "denies a list that permits name: " + list);
        }
      }
    }
    for (String list : policy.lists().lists().keySet()) {
      if (!used.contains(list)) {
        findings.add(
            new Finding(false, "unused-list", policy.name(), "no rule names the list " + list));
      }
    }
  }

  private void fees() {
    Set<Chain> paid = new HashSet<>();
    policy.rules(Rule.FeePermit.class).forEach(fee -> paid.add(fee.asset().chain()));
    Set<Chain> used = new TreeSet<>();
    policy.rules(Rule.Permit.class).forEach(permit -> used.addAll(permit.scope().chains()));
    for (Chain chain : used) {
      if (!paid.contains(chain)) {
        findings.add(
            new Finding(
                false,
                "no-fee",
                policy.name(),
                "permits effects on " + chain + " and no fee: its transactions are refused"));
      }
    }
  }

  private void find(boolean grave, String id, Rule rule, String text) {
    findings.add(new Finding(grave, id, rule.name(), text));
  }
}
