package dev.cosigner.transaction.policy;

/**
 * Why a policy refuses. Those that tell how near a permit was are in the order in which scopes are
 * compared: the later, the nearer.
 */
public enum Reason {
  /** No permit names the kind of effect. */
  NO_RULE,
  /** Permits are for other wallets. */
  OTHER_WALLET,
  /** Permits are for other chains. */
  OTHER_CHAIN,
  /** Permits are for other assets. */
  OTHER_ASSET,
  /** Permits are for other methods or types. */
  OTHER_METHOD,
  /** Permits are for other destinations. */
  OTHER_DESTINATION,
  /** Permits are for another destination that begins and ends alike. */
  LOOK_ALIKE,
  /** Permits are for calls that are nested less deep. */
  TOO_DEEP,
  /** Permits are for approvals of an amount. */
  UNLIMITED_APPROVAL,
  /** Permits are for approvals that end sooner. */
  LONG_APPROVAL,
  /** Permits are for other times. */
  OUTSIDE_TIME_WINDOW,
  /** More than any permit lets the network take. */
  FEE_TOO_HIGH,
  /** A higher price than any permit lets the network have. */
  FEE_RATE_TOO_HIGH,
  /** No asset list names the asset. */
  UNLISTED_ASSET,
  /** A denial names it. */
  DENIED,
  /** More than a limit for one transaction. */
  OVER_TRANSACTION_LIMIT,
  /** With what was signed before, more than a limit for a span of time. */
  OVER_ROLLING_LIMIT,
  /** More transactions than a limit for a span of time. */
  OVER_COUNT_LIMIT,
  /** The ledger has entries of later than now. */
  LEDGER_AHEAD,
  /** Nothing is known to happen: nothing can be judged. */
  NO_EFFECT
}
