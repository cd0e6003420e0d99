package dev.cosigner.cli.aws.policy;

import java.util.List;

/** What is wrong with conditions whatever they are about. */
final class ConditionChecks {
  private ConditionChecks() {}

  static void check(Statement statement, List<Finding> findings) {
    for (Condition condition : statement.conditions()) {
      String where = condition.operatorText() + " " + condition.key();
      if (!ConditionKeys.isKnown(condition.key())) {
        findings.add(Finding.of(Rule.CONDITION_KEY_UNKNOWN, statement, where));
      }
      if (ConditionKeys.isNitroTpm(condition.key())) {
        findings.add(Finding.of(Rule.NITRO_TPM, statement, where));
      }
      if (ConditionKeys.hasSeveralValues(condition.key())
          && condition.qualifier() == SetQualifier.NONE
          && condition.operator() != ConditionOperator.NULL) {
        findings.add(Finding.of(Rule.SET_QUALIFIER_MISSING, statement, where));
      }
      for (String value : condition.values()) {
        if (!value.contains("${") && !TypedValue.isReadable(condition.operator(), value)) {
          findings.add(
              Finding.of(Rule.CONDITION_VALUE_UNREADABLE, statement, where + ": " + value));
        }
      }
    }
  }
}
