package dev.cosigner.transaction.policy;

import static dev.cosigner.transaction.policy.Treasury.BITCOIN;
import static dev.cosigner.transaction.policy.Treasury.DAY;
import static dev.cosigner.transaction.policy.Treasury.ETH;
import static dev.cosigner.transaction.policy.Treasury.ETHEREUM;
import static dev.cosigner.transaction.policy.Treasury.NOON;
import static dev.cosigner.transaction.policy.Treasury.SOLANA;
import static dev.cosigner.transaction.policy.Treasury.USDC;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Policies, proposals and ledgers in which rules often meet, from a seed. */
final class RandomPolicy {
  static final List<String> ADDRESSES =
      List.of(Treasury.EXCHANGE, Treasury.ROUTER, Treasury.STRANGER, Treasury.SANCTIONED);
  static final List<String> WALLETS = List.of(Treasury.WALLET, Treasury.STRANGER);
  static final List<String> LISTS = List.of("exchanges", "routers", "sanctioned");
  static final List<String> METHODS = List.of("deposit()", "Permit", "delegate");
  static final List<Asset> ASSETS = List.of(ETH, USDC);
  static final List<Chain> CHAINS = List.of(ETHEREUM, SOLANA, BITCOIN);
  static final List<EffectKind> KINDS =
      Arrays.stream(EffectKind.values()).filter(kind -> kind != EffectKind.FEE).toList();

  private final Random random;

  RandomPolicy(Random random) {
    this.random = random;
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      rules.add(permit("p" + i));
    }
    for (int i = 0; i < random.nextInt(3); i++) {
      rules.add(fee("f" + i));
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      rules.add(restriction("r" + i));
    }
    return rules;
  }

  Rule.Permit permit(String name) {
    Scope scope = scope(6);
    Scope chained =
        new Scope(
            scope.effects(),
            scope.chains().isEmpty() ? Set.of(ETHEREUM) : scope.chains(),
            scope.assets(),
            scope.to(),
            scope.methods(),
            scope.wallets());
    return new Rule.Permit(
        name,
        chained,
        window(),
        random.nextBoolean(),
        random.nextInt(3),
        random.nextInt(4) == 0 ? Optional.of(1L + random.nextInt(1000)) : Optional.empty());
  }

  Rule.FeePermit fee(String name) {
    return new Rule.FeePermit(
        name,
        ETH,
        BigInteger.valueOf(random.nextInt(40)),
        random.nextBoolean()
            ? Optional.of(
                new Effect.Rate(
                    BigInteger.valueOf(random.nextInt(20)),
                    BigInteger.valueOf(1 + random.nextInt(3)),
                    "gas"))
            : Optional.empty());
  }

  /** A rule that only takes away. */
  Rule restriction(String name) {
    Scope scope = scope(4);
    return switch (random.nextInt(4)) {
      case 0 -> new Rule.Denial(name, scope);
      case 1 ->
          new Rule.AmountLimit(
              name, scope, pick(ASSETS), Optional.of(amount()), Optional.of(rolling()));
      case 2 -> new Rule.CountLimit(name, scope, 1 + random.nextInt(3), span(), sharing());
      default ->
          new Rule.ApprovalRule(
              name,
              scope,
              random.nextBoolean()
                  ? Optional.of(
                      new Rule.Threshold(pick(ASSETS), amount(), random.nextBoolean() ? 0 : span()))
                  : Optional.empty(),
              1 + random.nextInt(3),
              Optional.empty());
    };
  }

  Proposal proposal(int number) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      effects.add(effect());
    }
    return new Proposal("proposal " + number, pick(WALLETS), effects);
  }

  Ledger ledger() {
    Ledger ledger = Ledger.EMPTY;
    for (int i = 0; i < random.nextInt(4); i++) {
      ledger = ledger.with(proposal(1000 + i), NOON - random.nextInt(2 * (int) DAY));
    }
    return ledger;
  }

  private Effect effect() {
    EffectKind kind = pick(List.of(EffectKind.values()));
    return switch (random.nextInt(4)) {
      case 0 -> Treasury.pay(pick(ASSETS), pick(ADDRESSES), amount());
      case 1 ->
          new Effect.Fee(
              ETH,
              amount(),
              new Effect.Rate(BigInteger.valueOf(random.nextInt(20)), BigInteger.ONE, "gas"));
      case 2 ->
          new Effect.TokenApproval(
              random.nextBoolean() ? EffectKind.APPROVE : EffectKind.PERMIT,
              USDC,
              Treasury.WALLET,
              pick(ADDRESSES),
              amount(),
              random.nextBoolean(),
              random.nextBoolean()
                  ? Optional.of(BigInteger.valueOf(NOON + random.nextInt(1000)))
                  : Optional.empty());
      default -> Samples.of(kind);
    };
  }

  private Scope scope(int kinds) {
    Set<EffectKind> effects = new HashSet<>(some(KINDS, kinds));
    effects.add(pick(List.of(EffectKind.TRANSFER, EffectKind.APPROVE, pick(KINDS))));
    return new Scope(
        effects, rarely(CHAINS), rarely(ASSETS), rarely(LISTS), rarely(METHODS), rarely(WALLETS));
  }

  TimeWindow window() {
    return random.nextInt(4) > 0
        ? TimeWindow.ALWAYS
        : new TimeWindow(
            1 + random.nextInt(TimeWindow.EVERY_DAY),
            random.nextInt(720),
            721 + random.nextInt(719),
            Optional.empty(),
            Optional.empty());
  }

  Rule.Rolling rolling() {
    return new Rule.Rolling(amount(), span(), sharing());
  }

  private Rule.Sharing sharing() {
    return random.nextBoolean() ? Rule.Sharing.WALLET : Rule.Sharing.POLICY;
  }

  private long span() {
    return 1L + random.nextInt(2 * (int) DAY);
  }

  BigInteger amount() {
    return BigInteger.valueOf(random.nextInt(30));
  }

  private <T> Set<T> rarely(List<T> items) {
    return random.nextInt(4) == 0 ? some(items, 2) : Set.of();
  }

  private <T> Set<T> some(List<T> items, int count) {
    Set<T> some = new HashSet<>();
    for (int i = 0; i < count; i++) {
      some.add(pick(items));
    }
    return some;
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}
