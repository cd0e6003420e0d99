package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.VisibleText;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** One sentence of a policy. Its name is of 1 to 64 letters, digits and hyphens, and unique. */
public sealed interface Rule {
  /** The name in decisions. */
  String name();

  /**
   * These effects are allowed, as far as every other rule holds.
   *
   * @param scope of named chains, and not of the fee, which has a permit of its own
   * @param when at which times
   * @param unlimited whether approvals without a limit are meant, too
   * @param depth deepest nesting of calls that is meant, 0 to 16
   * @param lifetime most seconds until an approval ends; empty where it need not
   */
  record Permit(
      String name,
      Scope scope,
      TimeWindow when,
      boolean unlimited,
      int depth,
      Optional<Long> lifetime)
      implements Rule {
    /** Deepest nesting that can be permitted. */
    public static final int MAX_DEPTH = 16;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException where one is not as described
     */
    public Permit {
      Policy.requireName("permit", name);
      if (scope.effects().contains(EffectKind.FEE)) {
        throw new IllegalArgumentException(
            "permit " + name + ": fees are permitted with bounds, by a rule of their own");
      }
      if (scope.chains().isEmpty()) {
        throw new IllegalArgumentException(
            "permit " + name + ": expected the chains that it is for, found none");
      }
      if (depth < 0 || depth > MAX_DEPTH || lifetime.orElse(1L) < 1) {
        throw new IllegalArgumentException(
            "permit %s: expected a depth of 0 to %d and a lifetime of at least a second, found %d and %s"
                .formatted(name, MAX_DEPTH, depth, lifetime.map(Object::toString).orElse("none")));
      }
    }

    /** Why the permit is not for this effect; null where it is. */
    Reason outside(Effect effect, Subject subject, String wallet, long time, AddressLists lists) {
      Reason reason = scope.outside(subject, wallet, lists);
      if (reason != null) {
        return reason;
      }
      if (effect instanceof Effect.ContractCall call && call.depth() > depth) {
        return Reason.TOO_DEEP;
      }
      if (effect instanceof Effect.TokenApproval approval) {
        if (approval.unlimited() && !unlimited) {
          return Reason.UNLIMITED_APPROVAL;
        }
        if (lifetime.isPresent() && !endsBy(approval, time, lifetime.get())) {
          return Reason.LONG_APPROVAL;
        }
      }
      return when.contains(time) ? null : Reason.OUTSIDE_TIME_WINDOW;
    }

    /** A permission to take nothing needs no end. */
    private static boolean endsBy(Effect.TokenApproval approval, long time, long lifetime) {
      BigInteger latest = BigInteger.valueOf(time).add(BigInteger.valueOf(lifetime));
      return approval.amount().signum() == 0
          || approval.expiry().map(expiry -> expiry.compareTo(latest) <= 0).orElse(false);
    }
  }

  /**
   * The network may take fees up to this.
   *
   * @param maximum of one transaction, in base units
   * @param rate highest price; empty where the maximum alone counts
   */
  record FeePermit(String name, Asset asset, BigInteger maximum, Optional<Effect.Rate> rate)
      implements Rule {
    private static final Set<String> RATE_UNITS = Set.of("gas", "vbyte", "compute unit");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException where one is not as described
     */
    public FeePermit {
      Policy.requireName("fee", name);
      Policy.requireAmount("fee " + name, maximum);
      if (rate.isPresent() && !RATE_UNITS.contains(rate.get().unit())) {
        throw new IllegalArgumentException(
            "fee %s: expected a price of gas, vbyte or compute unit, found %s"
                .formatted(name, VisibleText.quote(rate.get().unit())));
      }
    }

    /** Why the permit is not for this fee; null where it is. */
    Reason outside(Effect.Fee fee) {
      if (!fee.chain().equals(asset.chain())) {
        return Reason.OTHER_CHAIN;
      } else if (!fee.asset().equals(asset)) {
        return Reason.OTHER_ASSET;
      } else if (fee.maximum().compareTo(maximum) > 0) {
        return Reason.FEE_TOO_HIGH;
      } else if (rate.isPresent() && !isAtMost(fee.rate(), rate.get())) {
        return Reason.FEE_RATE_TOO_HIGH;
      }
      return null;
    }

    /** Exactly, by cross-multiplication; prices of different things do not compare. */
    static boolean isAtMost(Effect.Rate rate, Effect.Rate bound) {
      return rate.unit().equals(bound.unit())
          && rate.amount().multiply(bound.units()).compareTo(bound.amount().multiply(rate.units()))
              <= 0;
    }
  }

  /** These effects are refused, whatever permits say. */
  record Denial(String name, Scope scope) implements Rule {
    /** Checks the name. */
    public Denial {
      Policy.requireName("denial", name);
    }
  }

  /** Whose earlier transactions count with a new one. */
  enum Sharing {
    /** Those of the same wallet. */
    WALLET("wallet"),
    /** Those of every wallet under the policy. */
    POLICY("policy");

    private final String id;

    Sharing(String id) {
      this.id = id;
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Sharing of(String id) {
      for (Sharing sharing : values()) {
        if (sharing.id.equals(id)) {
          return sharing;
        }
      }
      throw new IllegalArgumentException(
          "sharing of a limit: expected wallet or policy, found " + VisibleText.quote(id));
    }

    /** The name in policies. */
    public String id() {
      return id;
    }
  }

  /**
   * At most so much of one asset.
   *
   * @param perTransaction in base units; empty where only the span counts
   * @param rolling over a span of time; empty where only one transaction counts
   */
  record AmountLimit(
      String name,
      Scope scope,
      Asset asset,
      Optional<BigInteger> perTransaction,
      Optional<Rolling> rolling)
      implements Rule {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException where there is no limit
     */
    public AmountLimit {
      Policy.requireName("limit", name);
      perTransaction.ifPresent(amount -> Policy.requireAmount("limit " + name, amount));
      if (perTransaction.isEmpty() && rolling.isEmpty()) {
        throw new IllegalArgumentException(
            "limit " + name + ": expected one for a transaction or a span of time, found neither");
      }
    }
  }

  /**
   * At most so much in a span of time that ends now.
   *
   * @param amount in base units
   * @param seconds the span; what is exactly as old no longer counts
   */
  record Rolling(BigInteger amount, long seconds, Sharing of) {
    /** Checks the parts. */
    public Rolling {
      Policy.requireAmount("rolling limit", amount);
      Policy.requireSpan("rolling limit", seconds);
    }
  }

  /**
   * At most so many transactions that have such effects, in a span of time that ends now.
   *
   * @param count at least 1
   * @param seconds the span; what is exactly as old no longer counts
   */
  record CountLimit(String name, Scope scope, int count, long seconds, Sharing of) implements Rule {
    /** Checks the parts. */
    public CountLimit {
      Policy.requireName("limit", name);
      Policy.requireSpan("limit " + name, seconds);
      if (count < 1) {
        throw new IllegalArgumentException(
            "limit " + name + ": expected at least one transaction, found " + count);
      }
    }
  }

  /**
   * So many operators must approve.
   *
   * @param above only where there is more of an asset than this
   * @param count operators, 1 to 64
   * @param group of which they must be; empty for any operators
   */
  record ApprovalRule(
      String name, Scope scope, Optional<Threshold> above, int count, Optional<String> group)
      implements Rule {
    /** Most approvals that can be asked for. */
    public static final int MAX_COUNT = 64;

    /** Checks the parts. */
    public ApprovalRule {
      Policy.requireName("approval", name);
      group.ifPresent(of -> Policy.requireName("group of approval " + name, of));
      if (count < 1 || count > MAX_COUNT) {
        throw new IllegalArgumentException(
            "approval %s: expected 1 to %d operators, found %d".formatted(name, MAX_COUNT, count));
      }
    }
  }

  /**
   * An amount above which approvals are needed.
   *
   * @param amount in base units; this much does not yet need them
   * @param seconds the span over which the wallet's amounts are added; 0 for one transaction alone
   */
  record Threshold(Asset asset, BigInteger amount, long seconds) {
    /** Checks the parts. */
    public Threshold {
      Policy.requireAmount("threshold", amount);
      if (seconds != 0) {
        Policy.requireSpan("threshold", seconds);
      }
    }
  }
}
