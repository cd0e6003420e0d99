package dev.cosigner.mpc.violation;

/** Breaks a rule, so that the rule is seen to hold. */
public final class HasAClock {
  long now() {
    return System.currentTimeMillis();
  }
}
