package dev.cosigner.transaction.violation;

import dev.cosigner.mpc.violation.HasAClock;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesMpc {
  HasAClock protocol;
}
