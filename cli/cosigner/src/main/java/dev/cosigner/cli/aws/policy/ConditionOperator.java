package dev.cosigner.cli.aws.policy;

import java.util.Arrays;
import java.util.Optional;

/** The condition operators (IAM User Guide, "IAM JSON policy elements: Condition operators"). */
public enum ConditionOperator {
  STRING_EQUALS("StringEquals", Type.STRING, false),
  STRING_NOT_EQUALS("StringNotEquals", Type.STRING, true),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Type.STRING_ANY_CASE, false),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Type.STRING_ANY_CASE, true),
  STRING_LIKE("StringLike", Type.PATTERN, false),
  STRING_NOT_LIKE("StringNotLike", Type.PATTERN, true),
  NUMERIC_EQUALS("NumericEquals", Type.NUMBER, false),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Type.NUMBER, true),
  NUMERIC_LESS_THAN("NumericLessThan", Type.NUMBER, false),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Type.NUMBER, false),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Type.NUMBER, false),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Type.NUMBER, false),
  DATE_EQUALS("DateEquals", Type.DATE, false),
  DATE_NOT_EQUALS("DateNotEquals", Type.DATE, true),
  DATE_LESS_THAN("DateLessThan", Type.DATE, false),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Type.DATE, false),
  DATE_GREATER_THAN("DateGreaterThan", Type.DATE, false),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Type.DATE, false),
  BOOL("Bool", Type.BOOLEAN, false),
  BINARY_EQUALS("BinaryEquals", Type.BINARY, false),
  IP_ADDRESS("IpAddress", Type.ADDRESS, false),
  NOT_IP_ADDRESS("NotIpAddress", Type.ADDRESS, true),
  ARN_EQUALS("ArnEquals", Type.ARN, false),
  ARN_NOT_EQUALS("ArnNotEquals", Type.ARN, true),
  ARN_LIKE("ArnLike", Type.ARN, false),
  ARN_NOT_LIKE("ArnNotLike", Type.ARN, true),
  NULL("Null", Type.PRESENCE, false);

  /** How an operator reads its values. */
  enum Type {
    STRING,
    STRING_ANY_CASE,
    PATTERN,
    NUMBER,
    DATE,
    BOOLEAN,
    BINARY,
    ADDRESS,
    ARN,
    PRESENCE
  }

  private final String text;
  private final Type type;
  private final boolean negated;

  ConditionOperator(String text, Type type, boolean negated) {
    this.text = text;
    this.type = type;
    this.negated = negated;
  }

  static Optional<ConditionOperator> named(String text) {
    return Arrays.stream(values()).filter(operator -> operator.text.equals(text)).findFirst();
  }

  /** As policies write it. */
  public String text() {
    return text;
  }

  /** Whether it holds when the values differ, and so when the key is not there at all. */
  public boolean isNegated() {
    return negated;
  }

  Type type() {
    return type;
  }
}
