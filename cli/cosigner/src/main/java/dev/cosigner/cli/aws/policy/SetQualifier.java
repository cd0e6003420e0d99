package dev.cosigner.cli.aws.policy;

/** How an operator treats several values in a request (IAM User Guide, "Set operators"). */
public enum SetQualifier {
  /** For keys that have one value. */
  NONE(""),
  /** Every value must match; holds when there is none. */
  FOR_ALL_VALUES("ForAllValues:"),
  /** One value must match; does not hold when there is none. */
  FOR_ANY_VALUE("ForAnyValue:");

  private final String prefix;

  SetQualifier(String prefix) {
    this.prefix = prefix;
  }

  /** What stands before the operator, with its colon. */
  public String prefix() {
    return prefix;
  }
}
