package dev.cosigner.mpc.violation;

import dev.cosigner.enclave.violation.Environment;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesTheEnclave {
  String read() {
    return Environment.read();
  }
}
