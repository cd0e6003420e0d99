package dev.cosigner.cli.recovery.violation;

/** Breaks a rule, so that the rule is seen to hold. */
final class Connects {
  java.net.Socket network;
}
