package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.VisibleText;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Says why no permit is for an effect: what it would have taken, and what there is. */
record Words(Policy policy, Effect effect, Subject subject, long time, String wallet) {
  String expected(Reason reason, Rule nearest) {
    return switch (nearest) {
      case null -> "a permit that names " + subject.kind().id();
      case Rule.Permit permit -> expected(reason, permit);
      case Rule.FeePermit fee -> expected(reason, fee);
      default -> throw new IllegalArgumentException("no permit: " + nearest.name());
    };
  }

  private String expected(Reason reason, Rule.Permit permit) {
    Scope scope = permit.scope();
    return switch (reason) {
      case OTHER_WALLET -> "a wallet of " + list(scope.wallets());
      case OTHER_CHAIN -> "a chain of " + list(scope.chains());
      case OTHER_ASSET -> "an asset of " + list(scope.assets());
      case OTHER_METHOD -> "a method of " + list(scope.methods());
      case OTHER_DESTINATION -> "an address of the lists " + list(scope.to());
      case TOO_DEEP -> "calls nested at most " + permit.depth() + " deep";
      case UNLIMITED_APPROVAL -> "an approval of an amount";
      case LONG_APPROVAL ->
          "an approval that ends within " + permit.lifetime().orElseThrow() + " seconds";
      case OUTSIDE_TIME_WINDOW -> "a time within the permit's window";
      default -> throw new IllegalArgumentException("not of a permit: " + reason);
    };
  }

  private String expected(Reason reason, Rule.FeePermit fee) {
    return switch (reason) {
      case OTHER_CHAIN, OTHER_ASSET -> "a fee in " + fee.asset();
      case FEE_TOO_HIGH ->
          "a fee of at most " + amount(policy.assets(), fee.asset(), fee.maximum());
      case FEE_RATE_TOO_HIGH -> "a price of at most " + rate(fee.rate().orElseThrow());
      default -> throw new IllegalArgumentException("not of a fee: " + reason);
    };
  }

  String found(Reason reason) {
    return switch (reason) {
      case OTHER_WALLET -> VisibleText.quote(wallet);
      case OTHER_CHAIN -> subject.chain().toString();
      case OTHER_ASSET -> subject.asset().map(Asset::toString).orElse("no asset");
      case OTHER_METHOD ->
          subject.methods().isEmpty()
              ? "none"
              : subject.methods().stream()
                  .map(VisibleText::quote)
                  .collect(Collectors.joining(", "));
      case OTHER_DESTINATION ->
          subject.parties().isEmpty() ? "no address" : String.join(", ", subject.parties());
      case TOO_DEEP -> effect instanceof Effect.ContractCall call ? "depth " + call.depth() : "";
      case UNLIMITED_APPROVAL -> "one without a limit";
      case LONG_APPROVAL ->
          effect instanceof Effect.TokenApproval approval && approval.expiry().isPresent()
              ? "one that ends at second " + approval.expiry().get() + ", now is " + time
              : "one that never ends";
      case OUTSIDE_TIME_WINDOW -> "second " + time;
      case FEE_RATE_TOO_HIGH ->
          effect instanceof Effect.Fee fee ? rate(fee.rate()) : describe(subject, policy.assets());
      default -> describe(subject, policy.assets());
    };
  }

  /** An effect in a few words. */
  static String describe(Subject subject, AssetList assets) {
    StringBuilder text = new StringBuilder(subject.kind().id());
    if (subject.asset().isPresent() && subject.amount().isPresent()) {
      text.append(" of ").append(amount(assets, subject.asset().get(), subject.amount().get()));
    } else {
      subject.asset().ifPresent(asset -> text.append(" of ").append(asset));
    }
    subject.methods().stream()
        .findFirst()
        .ifPresent(method -> text.append(' ').append(VisibleText.quote(method)));
    if (!subject.parties().isEmpty()) {
      text.append(" to ").append(String.join(", of ", subject.parties()));
    }
    return text.append(" on ").append(subject.chain()).toString();
  }

  /** An amount as the policy's asset list counts it. */
  static String amount(AssetList assets, Asset asset, BigInteger amount) {
    return assets
        .unit(asset)
        .map(unit -> FixedPoint.text(amount, unit.decimals()) + " " + unit.symbol())
        .orElse(amount + " base units of " + asset);
  }

  private static String rate(Effect.Rate rate) {
    String units = rate.units().equals(BigInteger.ONE) ? "" : rate.units() + " ";
    return "%s base units for each %s%s".formatted(rate.amount(), units, rate.unit());
  }

  private static String list(Collection<?> items) {
    return items.stream()
        .map(Object::toString)
        .sorted(Comparator.naturalOrder())
        .map(item -> VisibleText.isVisible(item) ? item : VisibleText.quote(item))
        .collect(Collectors.joining(", "));
  }
}
