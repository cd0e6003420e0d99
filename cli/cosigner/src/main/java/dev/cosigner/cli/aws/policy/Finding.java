package dev.cosigner.cli.aws.policy;

import java.util.Optional;

/**
 * A mistake in a policy.
 *
 * @param rule which
 * @param statement where; none if the whole policy, or a grant, is meant
 * @param detail what exactly
 */
public record Finding(Rule rule, Optional<Statement> statement, String detail) {
  static Finding of(Rule rule, Statement statement, String detail) {
    return new Finding(rule, Optional.of(statement), detail);
  }

  static Finding of(Rule rule, String detail) {
    return new Finding(rule, Optional.empty(), detail);
  }
}
