package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The policy of a KMS key.
 *
 * @param version {@code 2012-10-17} or {@code 2008-10-17}, which also holds when there is none
 * @param statements in the order of the document
 * @param bytes the document's size, bytes
 */
public record KeyPolicy(Optional<String> version, List<Statement> statements, int bytes) {
  /** The version that has policy variables. */
  static final String VERSION = "2012-10-17";

  public KeyPolicy {
    statements = List.copyOf(statements);
  }

  PolicyVariables variables() {
    return new PolicyVariables(version.filter(VERSION::equals).isPresent());
  }

  /** The account of all users, roles and accounts that Allow statements name, if it is one. */
  public Optional<String> soleAccount() {
    TreeSet<String> accounts = new TreeSet<>();
    for (Statement statement : statements) {
      if (statement.effect() == Effect.DENY) {
        continue;
      }
      for (Principal principal : statement.principals()) {
        if (principal instanceof Principal.Account account) {
          accounts.add(account.account());
        } else if (principal instanceof Principal.Identity identity) {
          accounts.add(identity.caller().account());
        }
      }
    }
    return accounts.size() == 1 ? Optional.of(accounts.first()) : Optional.empty();
  }
}
