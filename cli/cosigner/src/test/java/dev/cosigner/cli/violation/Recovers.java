package dev.cosigner.cli.violation;

/** Breaks a rule, so that the rule is seen to hold. */
final class Recovers {
  dev.cosigner.cli.recovery.SharedKey key;
}
