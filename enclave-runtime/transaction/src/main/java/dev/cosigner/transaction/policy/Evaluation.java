package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.policy.Decision.Refusal;
import dev.cosigner.transaction.policy.Decision.RequiredApproval;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One judgement of one proposal; used once. */
final class Evaluation {
  private final Policy policy;
  private final Ledger ledger;
  private final long time;
  private final Proposal proposal;
  private final List<Refusal> refusals = new ArrayList<>();

  Evaluation(Policy policy, Ledger ledger, long time, Proposal proposal) {
    this.policy = policy;
    this.ledger = ledger;
    this.time = time;
    this.proposal = proposal;
  }

  Decision decide() {
    if (proposal.effects().isEmpty()) {
      refuse(Reason.NO_EFFECT, null, 0, "an effect that can be judged", "none");
    }
    ledger.entries().stream()
        .filter(entry -> entry.time() > time)
        .findFirst()
        .ifPresent(entry ->
            refuse(
                Reason.LEDGER_AHEAD,
                null,
                0,
                "a ledger that ends by now, second " + time,
                "an entry of second " + entry.time()));
    List<List<String>> permits = new ArrayList<>();
    for (int i = 0; i < proposal.effects().size(); i++) {
      permits.add(permits(i));
    }
    policy.rules().forEach(this::hold);
    List<RequiredApproval> approvals = new ArrayList<>();
    policy.rules(Rule.ApprovalRule.class).stream()
        .filter(this::asksFor)
        .map(rule -> new RequiredApproval(rule.name(), rule.count(), rule.group()))
        .forEach(approvals::add);
    return refusals.isEmpty()
        ? new Decision.Allowed(permits, approvals)
        : new Decision.Refused(refusals);
  }

  /** The names of the permits for one effect; refuses where there are none. */
  private List<String> permits(int index) {
    Effect effect = proposal.effects().get(index);
    Subject subject = proposal.subjects().get(index);
    if (subject.asset().isPresent() && policy.assets().unit(subject.asset().get()).isEmpty()) {
      refuse(
          Reason.UNLISTED_ASSET,
          null,
          index + 1,
          "an asset of the policy's list",
          subject.asset().get().toString());
      return List.of();
    }
    List<String> names = new ArrayList<>();
    Reason nearest = Reason.NO_RULE;
    Rule nearestRule = null;
    for (Rule rule : policy.rules()) {
      Reason reason;
      if (rule instanceof Rule.Permit permit) {
        reason = permit.outside(effect, subject, proposal.wallet(), time, policy.lists());
      } else if (rule instanceof Rule.FeePermit permit && effect instanceof Effect.Fee fee) {
        reason = permit.outside(fee);
      } else {
        continue;
      }
      if (reason == null) {
        names.add(rule.name());
      } else if (reason.compareTo(nearest) > 0) {
        nearest = reason;
        nearestRule = rule;
      }
    }
    if (names.isEmpty()) {
      refuse(index, nearest, nearestRule);
    }
    return names;
  }

  private void refuse(int index, Reason reason, Rule nearest) {
    Effect effect = proposal.effects().get(index);
    Subject subject = proposal.subjects().get(index);
    if (reason == Reason.OTHER_DESTINATION) {
      for (String party : subject.parties()) {
        Optional<String> alike = policy.lists().lookAlike(party);
        if (alike.isPresent()) {
          refuse(Reason.LOOK_ALIKE, nearest, index + 1, alike.get(), party + ", another address");
          return;
        }
      }
    }
    Words words = new Words(policy, effect, subject, time, proposal.wallet());
    refuse(reason, nearest, index + 1, words.expected(reason, nearest), words.found(reason));
  }

  /** Refuses where a rule that is no permit does not hold. */
  private void hold(Rule rule) {
    switch (rule) {
      case Rule.Denial denial -> {
        for (int i = 0; i < proposal.subjects().size(); i++) {
          Subject subject = proposal.subjects().get(i);
          if (isAbout(denial.scope(), subject, proposal.wallet())) {
            refuse(
                Reason.DENIED,
                denial,
                i + 1,
                "no effect that the rule denies",
                Words.describe(subject, policy.assets()));
          }
        }
      }
      case Rule.AmountLimit limit -> hold(limit);
      case Rule.CountLimit limit -> hold(limit);
      case Rule.Permit permit -> {
        // An effect needs one permit, not all.
      }
      case Rule.FeePermit permit -> {
        // The same.
      }
      case Rule.ApprovalRule approval -> {
        // Asked for of what is allowed.
      }
    }
  }

  private void hold(Rule.AmountLimit limit) {
    BigInteger now = sum(proposal.subjects(), proposal.wallet(), limit.scope(), limit.asset());
    if (limit.perTransaction().isPresent() && now.compareTo(limit.perTransaction().get()) > 0) {
      refuse(
          Reason.OVER_TRANSACTION_LIMIT,
          limit,
          0,
          "at most " + amount(limit.asset(), limit.perTransaction().get()) + " in a transaction",
          amount(limit.asset(), now));
    }
    // A limit over time does not hinder what takes nothing of it.
    if (limit.rolling().isPresent() && now.signum() > 0) {
      Rule.Rolling rolling = limit.rolling().get();
      BigInteger before = before(rolling.seconds(), rolling.of(), limit.scope(), limit.asset());
      if (before.add(now).compareTo(rolling.amount()) > 0) {
        refuse(
            Reason.OVER_ROLLING_LIMIT,
            limit,
            0,
            "at most %s in %d seconds"
                .formatted(amount(limit.asset(), rolling.amount()), rolling.seconds()),
            "%s after %s".formatted(amount(limit.asset(), now), amount(limit.asset(), before)));
      }
    }
  }

  private void hold(Rule.CountLimit limit) {
    Predicate<List<Subject>> counts =
        subjects ->
            subjects.stream()
                .anyMatch(subject -> isAbout(limit.scope(), subject, proposal.wallet()));
    if (!counts.test(proposal.subjects())) {
      return;
    }
    long before =
        ledger.entries().stream()
            .filter(entry -> isRecent(entry, limit.seconds()))
            .filter(entry -> limit.of() == Rule.Sharing.POLICY || isOfWallet(entry))
            .filter(entry ->
                entry.subjects().stream()
                    .anyMatch(subject -> isAbout(limit.scope(), subject, entry.wallet())))
            .count();
    if (before + 1 > limit.count()) {
      refuse(
          Reason.OVER_COUNT_LIMIT,
          limit,
          0,
          "at most %d transactions in %d seconds".formatted(limit.count(), limit.seconds()),
          "one more after " + before);
    }
  }

  private boolean asksFor(Rule.ApprovalRule rule) {
    if (rule.above().isEmpty()) {
      return proposal.subjects().stream()
          .anyMatch(subject -> isAbout(rule.scope(), subject, proposal.wallet()));
    }
    Rule.Threshold above = rule.above().get();
    BigInteger now = sum(proposal.subjects(), proposal.wallet(), rule.scope(), above.asset());
    BigInteger before =
        above.seconds() == 0
            ? BigInteger.ZERO
            : before(above.seconds(), Rule.Sharing.WALLET, rule.scope(), above.asset());
    return now.signum() > 0 && before.add(now).compareTo(above.amount()) > 0;
  }

  private BigInteger before(long seconds, Rule.Sharing of, Scope scope, Asset asset) {
    BigInteger total = BigInteger.ZERO;
    for (Ledger.Entry entry : ledger.entries()) {
      if (isRecent(entry, seconds) && (of == Rule.Sharing.POLICY || isOfWallet(entry))) {
        total = total.add(sum(entry.subjects(), entry.wallet(), scope, asset));
      }
    }
    return total;
  }

  /** The same bytes take effect once: their own earlier entry does not stand against them. */
  private boolean isRecent(Ledger.Entry entry, long seconds) {
    return entry.time() > time - seconds && !entry.id().equals(proposal.id());
  }

  private boolean isOfWallet(Ledger.Entry entry) {
    return entry.wallet().equals(proposal.wallet());
  }

  private BigInteger sum(List<Subject> subjects, String wallet, Scope scope, Asset asset) {
    BigInteger total = BigInteger.ZERO;
    for (Subject subject : subjects) {
      boolean counts =
          subject.amount().isPresent()
              && subject.asset().map(Asset::collection).filter(asset::equals).isPresent();
      if (counts && isAbout(scope, subject, wallet)) {
        total = total.add(subject.amount().get());
      }
    }
    return total;
  }

  private boolean isAbout(Scope scope, Subject subject, String wallet) {
    return scope.contains(subject, wallet, policy.lists());
  }

  private String amount(Asset asset, BigInteger amount) {
    return Words.amount(policy.assets(), asset, amount);
  }

  private void refuse(Reason reason, Rule rule, int effect, String expected, String found) {
    refusals.add(
        new Refusal(reason, Optional.ofNullable(rule).map(Rule::name), effect, expected, found));
  }
}
