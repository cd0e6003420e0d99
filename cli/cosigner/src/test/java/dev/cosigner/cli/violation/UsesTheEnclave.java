package dev.cosigner.cli.violation;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesTheEnclave {
  dev.cosigner.enclave.violation.Environment enclave;
}
