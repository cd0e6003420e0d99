package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One change that an operator would call stricter, chosen at random. */
final class Tightening {
  private final Random random;
  private final RandomPolicy parts;

  Tightening(Random random) {
    this.random = random;
    this.parts = new RandomPolicy(random);
  }

  List<Rule> of(List<Rule> rules) {
    List<Rule> changed = new ArrayList<>(rules);
    if (random.nextInt(4) == 0) {
      changed.add(parts.restriction("added-" + random.nextInt(1_000_000)));
      return changed;
    }
    int index = random.nextInt(rules.size());
    Rule rule = rules.get(index);
    boolean grants = rule instanceof Rule.Permit || rule instanceof Rule.FeePermit;
    if (grants && random.nextInt(4) == 0) {
      changed.remove(index);
    } else {
      changed.set(
          index,
          switch (rule) {
            case Rule.Permit permit -> narrower(permit);
            case Rule.FeePermit fee -> lower(fee);
            case Rule.Denial denial -> new Rule.Denial(denial.name(), wider(denial.scope()));
            case Rule.AmountLimit limit -> lower(limit);
            case Rule.CountLimit limit -> lower(limit);
            case Rule.ApprovalRule approval -> more(approval);
          });
    }
    return changed;
  }

  /**
   * Lists as an operator would tighten them for {@code rules}: an address fewer where permits alone
   * name the list, one more where none does.
   */
  Map<String, List<String>> of(List<Rule> rules, Map<String, List<String>> lists) {
    Map<String, List<String>> changed = new HashMap<>(lists);
    lists.forEach((name, addresses) -> {
      List<String> other = new ArrayList<>(addresses);
      if (!isNamed(rules, name, false) && addresses.size() > 1) {
        other.remove(random.nextInt(addresses.size()));
      } else if (!isNamed(rules, name, true)) {
        other.add(parts.pick(RandomPolicy.ADDRESSES));
      }
      changed.put(name, other);
    });
    return changed;
  }

  private static boolean isNamed(List<Rule> rules, String list, boolean byPermits) {
    return rules.stream()
        .filter(rule -> rule instanceof Rule.Permit == byPermits)
        .flatMap(rule -> Policy.scope(rule).stream())
        .anyMatch(scope -> scope.to().contains(list));
  }

  private Rule narrower(Rule.Permit permit) {
    Scope scope = permit.scope();
    TimeWindow when = permit.when();
    boolean unlimited = permit.unlimited();
    int depth = permit.depth();
    Optional<Long> lifetime = permit.lifetime();
    switch (random.nextInt(5)) {
      case 0 -> unlimited = false;
      case 1 -> depth = Math.max(0, depth - 1);
      case 2 -> lifetime = Optional.of(lifetime.map(old -> Math.max(1, old / 2)).orElse(500L));
      case 3 ->
          when =
              new TimeWindow(
                  fewerDays(when.days()),
                  when.fromMinute(),
                  Math.max(when.fromMinute() + 1, when.untilMinute() - random.nextInt(1000)),
                  Optional.of(
                      Math.max(when.notBefore().orElse(0L), Treasury.NOON - 3 + random.nextInt(3))),
                  Optional.of(
                      Math.min(
                          when.notAfter().orElse(Long.MAX_VALUE),
                          Treasury.NOON - 1 + random.nextInt(3))));
      default -> scope = narrower(scope);
    }
    return new Rule.Permit(permit.name(), scope, when, unlimited, depth, lifetime);
  }

  /** A day fewer, where there is another. */
  private int fewerDays(int days) {
    int fewer = days & ~(1 << random.nextInt(7));
    return fewer == 0 ? days : fewer;
  }

  private Scope narrower(Scope scope) {
    return new Scope(
        fewer(scope.effects()),
        fewer(scope.chains()),
        scope.assets().isEmpty() ? Set.of(parts.pick(RandomPolicy.ASSETS)) : fewer(scope.assets()),
        scope.to().isEmpty() ? Set.of(parts.pick(RandomPolicy.LISTS)) : fewer(scope.to()),
        scope.methods().isEmpty() ? Set.of() : fewer(scope.methods()),
        scope.wallets().isEmpty()
            ? Set.of(parts.pick(RandomPolicy.WALLETS))
            : fewer(scope.wallets()));
  }

  private <T> Set<T> fewer(Set<T> items) {
    Set<T> fewer = new HashSet<>(items);
    if (fewer.size() > 1 && random.nextBoolean()) {
      fewer.remove(parts.pick(List.copyOf(items)));
    }
    return fewer;
  }

  /** For rules that take away, a wider scope is the stricter one. */
  private Scope wider(Scope scope) {
    Set<EffectKind> effects = EnumSet.copyOf(scope.effects());
    effects.add(parts.pick(RandomPolicy.KINDS));
    return new Scope(
        effects,
        random.nextBoolean() ? Set.of() : scope.chains(),
        random.nextBoolean() ? Set.of() : scope.assets(),
        random.nextBoolean() ? Set.of() : scope.to(),
        random.nextBoolean() ? Set.of() : scope.methods(),
        random.nextBoolean() ? Set.of() : scope.wallets());
  }

  private Rule lower(Rule.FeePermit fee) {
    Optional<Effect.Rate> rate =
        fee.rate()
            .map(old -> new Effect.Rate(half(old.amount()), old.units(), old.unit()))
            .or(() -> Optional.of(new Effect.Rate(BigInteger.TEN, BigInteger.ONE, "gas")));
    return new Rule.FeePermit(
        fee.name(),
        fee.asset(),
        random.nextBoolean() ? half(fee.maximum()) : fee.maximum(),
        random.nextBoolean() ? rate : fee.rate());
  }

  private Rule lower(Rule.AmountLimit limit) {
    return new Rule.AmountLimit(
        limit.name(),
        random.nextBoolean() ? wider(limit.scope()) : limit.scope(),
        limit.asset(),
        limit.perTransaction().map(this::half),
        limit
            .rolling()
            .map(old ->
                new Rule.Rolling(half(old.amount()), old.seconds() + 1000, Rule.Sharing.POLICY)));
  }

  private Rule lower(Rule.CountLimit limit) {
    return new Rule.CountLimit(
        limit.name(),
        random.nextBoolean() ? wider(limit.scope()) : limit.scope(),
        Math.max(1, limit.count() - 1),
        limit.seconds() + random.nextInt(1000),
        Rule.Sharing.POLICY);
  }

  private Rule more(Rule.ApprovalRule rule) {
    return new Rule.ApprovalRule(
        rule.name(),
        random.nextBoolean() ? wider(rule.scope()) : rule.scope(),
        rule.above()
            .map(old -> new Rule.Threshold(old.asset(), half(old.amount()), old.seconds() + 1000)),
        rule.count() + 1,
        rule.group());
  }

  private BigInteger half(BigInteger amount) {
    return random.nextBoolean() ? amount.shiftRight(1) : amount;
  }
}
