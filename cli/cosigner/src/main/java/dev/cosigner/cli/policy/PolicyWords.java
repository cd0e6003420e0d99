package dev.cosigner.cli.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.Rule;
import dev.cosigner.transaction.policy.Scope;
import dev.cosigner.transaction.policy.TimeWindow;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A policy's rules as sentences. */
public final class PolicyWords {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private final AssetList assets;

  private PolicyWords(Policy policy) {
    this.assets = policy.assets();
  }

  /** What {@code rule} of {@code policy} says. */
  public static String of(Policy policy, Rule rule) {
    return new PolicyWords(policy).sentence(rule);
  }

  private String sentence(Rule rule) {
    return switch (rule) {
      case Rule.Permit permit -> "permits " + scope(permit.scope()) + conditions(permit);
      case Rule.FeePermit fee ->
          "permits a network fee of at most "
              + amount(fee.asset(), fee.maximum())
              + " on "
              + fee.asset().chain()
              + fee.rate()
                  .map(rate ->
                      ", at most %s base units for %s %s"
                          .formatted(rate.amount(), rate.units(), rate.unit()))
                  .orElse("");
      case Rule.Denial denial -> "denies " + scope(denial.scope());
      case Rule.AmountLimit limit -> limit(limit);
      case Rule.CountLimit limit ->
          "allows at most %d transactions with %s in %s of %s"
              .formatted(
                  limit.count(), scope(limit.scope()), span(limit.seconds()), of(limit.of()));
      case Rule.ApprovalRule approval -> approval(approval);
    };
  }

  private String conditions(Rule.Permit permit) {
    List<String> conditions = new ArrayList<>();
    if (permit.unlimited()) {
      conditions.add("approvals without a limit, too");
    }
    if (permit.scope().effects().contains(EffectKind.NESTED_CALL)) {
      conditions.add("calls nested at most " + permit.depth() + " deep");
    }
    permit
        .lifetime()
        .ifPresent(seconds -> conditions.add("approvals that end in " + span(seconds)));
    TimeWindow when = permit.when();
    if (when.days() != TimeWindow.EVERY_DAY
        || when.fromMinute() > 0
        || when.untilMinute() < TimeWindow.DAY) {
      conditions.add(
          "on %s from %s until %s UTC"
              .formatted(days(when), clock(when.fromMinute()), clock(when.untilMinute())));
    }
    when.notBefore().ifPresent(time -> conditions.add("from " + Instant.ofEpochSecond(time)));
    when.notAfter().ifPresent(time -> conditions.add("until " + Instant.ofEpochSecond(time)));
    return conditions.isEmpty() ? "" : "; " + String.join("; ", conditions);
  }

  private String limit(Rule.AmountLimit limit) {
    List<String> bounds = new ArrayList<>();
    limit
        .perTransaction()
        .ifPresent(
            amount -> bounds.add("at most " + amount(limit.asset(), amount) + " in a transaction"));
    limit
        .rolling()
        .ifPresent(rolling ->
            bounds.add(
                "at most %s in %s of %s"
                    .formatted(
                        amount(limit.asset(), rolling.amount()),
                        span(rolling.seconds()),
                        of(rolling.of()))));
    return "allows " + scope(limit.scope()) + ": " + String.join(", ", bounds);
  }

  private String approval(Rule.ApprovalRule approval) {
    return "asks for %d %s for %s%s"
        .formatted(
            approval.count(),
            approval.group().map(group -> "approvals of group " + group).orElse("approvals"),
            scope(approval.scope()),
            approval
                .above()
                .map(above ->
                    " of more than "
                        + amount(above.asset(), above.amount())
                        + (above.seconds() == 0 ? "" : " in " + span(above.seconds())))
                .orElse(""));
  }

  private String scope(Scope scope) {
    StringBuilder text = new StringBuilder();
    text.append(
        scope.effects().size() == EffectKind.values().length
            ? "everything"
            : join(scope.effects().stream().map(EffectKind::id).toList()));
    part(text, " of ", scope.assets());
    part(text, " by ", scope.methods());
    part(text, " to the lists ", scope.to());
    part(text, " on ", scope.chains());
    part(text, " from ", scope.wallets());
    return text.toString();
  }

  private static void part(StringBuilder text, String word, Collection<?> items) {
    if (!items.isEmpty()) {
      text.append(word).append(join(items));
    }
  }

  private String amount(Asset asset, BigInteger amount) {
    AssetList.Unit unit = assets.unit(asset).orElseThrow();
    return FixedPoint.text(amount, unit.decimals()) + " " + unit.symbol();
  }

  private static String of(Rule.Sharing sharing) {
    return sharing == Rule.Sharing.WALLET ? "one wallet" : "all wallets together";
  }

  private static String days(TimeWindow when) {
    List<String> days = new ArrayList<>();
    for (int i = 0; i < DAYS.size(); i++) {
      if ((when.days() >> i & 1) == 1) {
        days.add(DAYS.get(i));
      }
    }
    return String.join(", ", days);
  }

  private static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }

  private static String span(long seconds) {
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    } else if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static String join(Collection<?> items) {
    return items.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }
}
