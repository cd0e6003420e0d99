package dev.cosigner.transaction.violation;

import java.net.Socket;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesTheNetwork {
  Socket socket;
}
