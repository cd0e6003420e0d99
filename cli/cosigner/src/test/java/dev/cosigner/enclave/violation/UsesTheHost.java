package dev.cosigner.enclave.violation;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesTheHost {
  dev.cosigner.host.violation.OpensEnvelopes host;
}
