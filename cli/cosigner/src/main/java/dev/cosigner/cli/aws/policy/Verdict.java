package dev.cosigner.cli.aws.policy;

import java.util.Optional;

/**
 * What is decided about a request.
 *
 * @param outcome the decision
 * @param statement the statement that decided, if one did
 * @param grant the grant that decided, if one did
 * @param reason the same in words
 */
public record Verdict(
    Outcome outcome, Optional<Statement> statement, Optional<Grant> grant, String reason) {
  /** The decisions, from least to most. */
  public enum Outcome {
    /** Denied. */
    DENIED("denied"),
    /** Allowed if an IAM policy of the caller's account allows it too. */
    LEFT_TO_IAM("left-to-iam"),
    /** Allowed. */
    ALLOWED("allowed");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** For people and scripts. */
    public String text() {
      return text;
    }
  }

  static Verdict of(Outcome outcome, Statement statement, String reason) {
    return new Verdict(outcome, Optional.of(statement), Optional.empty(), reason);
  }

  static Verdict of(Grant grant) {
    return new Verdict(
        Outcome.ALLOWED,
        Optional.empty(),
        Optional.of(grant),
        "grant " + grant.id() + " allows it");
  }

  static Verdict deniedBecause(String reason) {
    return new Verdict(Outcome.DENIED, Optional.empty(), Optional.empty(), reason);
  }
}
