package dev.cosigner.host.violation;

/** Breaks a rule, so that the rule is seen to hold. */
public final class OpensEnvelopes {
  dev.cosigner.protocol.hpke.violation.Opening opening;
}
