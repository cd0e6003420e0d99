package dev.cosigner.enclave.violation;

/** Breaks a rule, so that the rule is seen to hold. */
public final class Environment {
  public static String read() {
    return System.getenv("SECRET");
  }
}
