package dev.cosigner.cli.aws.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with how a statement is bound to an image. */
final class AttestationChecks {
  private static final String ZEROS = "0".repeat(96);

  private AttestationChecks() {}

  static void check(Statement statement, boolean allowAnySigned, List<Finding> findings) {
    List<Condition> attestation =
        statement.conditions().stream()
            .filter(condition -> AttestationKeys.isOne(condition.key()))
            .toList();
    if (attestation.isEmpty()) {
      return;
    }
    for (Condition condition : attestation) {
      if (condition.operator() != ConditionOperator.NULL) {
        values(statement, condition, findings);
      }
    }
    if (statement.effect() == Effect.DENY) {
      deny(statement, attestation, findings);
      return;
    }
    attestation.forEach(condition -> operator(statement, condition, findings));
    binding(statement, attestation, allowAnySigned, findings);
    if (attestation.stream().anyMatch(condition -> !condition.holdsWhenAbsent())) {
      operations(statement, findings);
    }
  }

  private static void values(Statement statement, Condition condition, List<Finding> findings) {
    for (String value : condition.values()) {
      String where = condition.key() + ": " + value;
      boolean pattern =
          condition.operator().type() == ConditionOperator.Type.PATTERN
              && !Glob.of(value).isLiteral();
      if (pattern) {
        findings.add(Finding.of(Rule.ATTESTATION_WILDCARD, statement, where));
      } else if (!value.matches("[0-9a-fA-F]{96}")) {
        findings.add(Finding.of(Rule.MEASUREMENT_MALFORMED, statement, where));
      } else if (value.equals(ZEROS) && statement.effect() == Effect.ALLOW) {
        findings.add(Finding.of(Rule.DEBUG_ZEROS, statement, condition.key()));
      } else if (!value.matches("[0-9a-f]*")
          && condition.operator().type() != ConditionOperator.Type.STRING_ANY_CASE) {
        findings.add(Finding.of(Rule.MEASUREMENT_CASE, statement, where));
      }
    }
  }

  private static void deny(
      Statement statement, List<Condition> attestation, List<Finding> findings) {
    for (Condition condition : attestation) {
      if (condition.operator().isNegated() && !condition.holdsWhenAbsent()) {
        findings.add(
            Finding.of(
                Rule.DENY_MISSES_UNATTESTED,
                statement,
                condition.operatorText() + " " + condition.key()));
      }
    }
  }

  private static void operator(Statement statement, Condition condition, List<Finding> findings) {
    String where = condition.operatorText() + " " + condition.key();
    if (condition.ifExists()) {
      findings.add(Finding.of(Rule.ATTESTATION_IF_EXISTS, statement, where));
    }
    if (condition.operator().isNegated()) {
      findings.add(Finding.of(Rule.ATTESTATION_NEGATED, statement, where));
    }
    if (condition.qualifier() == SetQualifier.FOR_ALL_VALUES) {
      findings.add(Finding.of(Rule.ATTESTATION_FOR_ALL_VALUES, statement, where));
    }
  }

  /** Which registers an Allow fixes to values, and whether they identify an image. */
  private static void binding(
      Statement statement,
      List<Condition> attestation,
      boolean allowAnySigned,
      List<Finding> findings) {
    Set<Integer> fixed = new TreeSet<>();
    int several = 0;
    for (Condition condition : attestation) {
      if (!condition.holdsWhenAbsent() && isFixed(condition)) {
        fixed.add(AttestationKeys.register(condition.key()).orElseThrow());
        several += condition.values().size() > 1 ? 1 : 0;
      }
    }
    boolean whole = fixed.contains(0) || (fixed.contains(1) && fixed.contains(2));
    String registers =
        fixed.isEmpty()
            ? "no register has a value"
            : "only " + String.join(", ", fixed.stream().map(index -> "PCR" + index).toList());
    if (fixed.isEmpty() && attestation.stream().anyMatch(c -> !c.holdsWhenAbsent())) {
      findings.add(Finding.of(Rule.ATTESTATION_OF_ANY_IMAGE, statement, registers));
    } else if (!fixed.isEmpty() && !whole && !fixed.contains(8)) {
      findings.add(Finding.of(Rule.IMAGE_NOT_BOUND, statement, registers));
    } else if (!fixed.isEmpty() && !whole && !allowAnySigned) {
      findings.add(Finding.of(Rule.ANY_SIGNED_IMAGE, statement, registers));
    }
    if (fixed.contains(0) && !(fixed.contains(1) && fixed.contains(2))) {
      findings.add(Finding.of(Rule.PCR0_ALONE, statement, registers));
    }
    if (fixed.contains(4)) {
      findings.add(Finding.of(Rule.INSTANCE_PINNED, statement, "PCR4"));
    }
    if (several > 1) {
      findings.add(Finding.of(Rule.REGISTERS_MIXED, statement, several + " registers"));
    }
  }

  private static boolean isFixed(Condition condition) {
    return switch (condition.operator().type()) {
      case STRING, STRING_ANY_CASE -> !condition.operator().isNegated();
      case PATTERN ->
          !condition.operator().isNegated()
              && condition.values().stream().allMatch(value -> Glob.of(value).isLiteral());
      default -> false;
    };
  }

  private static void operations(Statement statement, List<Finding> findings) {
    List<String> never = new ArrayList<>();
    for (String action : statement.actions()) {
      KmsAction.named(action)
          .filter(known -> known.isOnKey() && !known.carriesAttestation())
          .ifPresent(known -> never.add(known.operation()));
    }
    if (!never.isEmpty()) {
      findings.add(Finding.of(Rule.ATTESTATION_NEVER_CARRIED, statement, String.join(", ", never)));
    }
    boolean encrypted =
        KmsAction.onKeys().stream()
            .anyMatch(known ->
                known.carriesAttestation()
                    && known.takesEncryptionContext()
                    && statement.namesAction(known));
    boolean required =
        statement.conditions().stream()
            .anyMatch(condition ->
                condition.lowerCaseKey().startsWith("kms:encryptioncontext")
                    && !condition.holdsWhenAbsent());
    if (encrypted && !required) {
      findings.add(
          Finding.of(
              Rule.ENCRYPTION_CONTEXT_MISSING, statement, "no kms:EncryptionContext condition"));
    }
  }
}
