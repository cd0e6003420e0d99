package dev.cosigner.protocol.hpke.violation;

/** Breaks a rule, so that the rule is seen to hold. */
public final class Opening {}
