package dev.cosigner.host.violation;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesMpc {
  dev.cosigner.mpc.violation.HasAClock protocol;
}
