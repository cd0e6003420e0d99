package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operator over one key (IAM User Guide, "IAM JSON policy elements: Condition").
 *
 * @param qualifier how several values in the request count
 * @param operator the comparison
 * @param ifExists whether it holds when the key is absent ({@code ...IfExists})
 * @param key as written; upper and lower case are the same
 * @param values the values, of which one must match, or none for a negated operator
 */
public record Condition(
    SetQualifier qualifier,
    ConditionOperator operator,
    boolean ifExists,
    String key,
    List<String> values) {
  public Condition {
    values = List.copyOf(values);
  }

  /** The operator as policies write it. */
  public String operatorText() {
    return qualifier.prefix() + operator.text() + (ifExists ? "IfExists" : "");
  }

  /** The key in lower case. */
  public String lowerCaseKey() {
    return key.toLowerCase(Locale.ROOT);
  }

  /** Whether it holds when the request lacks the key. */
  boolean holdsWhenAbsent() {
    if (operator == ConditionOperator.NULL) {
      return values.contains("true");
    }
    return ifExists
        || switch (qualifier) {
          case NONE -> operator.isNegated();
          case FOR_ALL_VALUES -> true;
          case FOR_ANY_VALUE -> false;
        };
  }

  /**
   * Whether it holds for a request.
   *
   * <p>Several values of the policy are alternatives; negated operators hold when none of them
   * matches. An absent key fails a plain operator and satisfies a negated one. With a set qualifier
   * every value of the request, or one of them, must pass by itself.
   */
  boolean holds(RequestContext context, PolicyVariables variables) {
    Optional<List<String>> present = context.values(key);
    if (present.isEmpty()) {
      return holdsWhenAbsent();
    }
    List<String> found = present.get();
    return switch (qualifier) {
      case NONE ->
          operator == ConditionOperator.NULL
              ? values.contains("false")
              : operator.isNegated()
                  != found.stream().anyMatch(value -> matchesOne(value, context, variables));
      case FOR_ALL_VALUES ->
          found.stream()
              .allMatch(value -> operator.isNegated() != matchesOne(value, context, variables));
      case FOR_ANY_VALUE ->
          found.stream()
              .anyMatch(value -> operator.isNegated() != matchesOne(value, context, variables));
    };
  }

  private boolean matchesOne(String found, RequestContext context, PolicyVariables variables) {
    return values.stream().anyMatch(value -> matches(value, found, context, variables));
  }

  private boolean matches(
      String value, String found, RequestContext context, PolicyVariables variables) {
    return switch (operator.type()) {
      case STRING -> variables.literal(value, context).filter(g -> g.matches(found)).isPresent();
      case STRING_ANY_CASE ->
          variables.literal(value, context).filter(g -> g.matchesIgnoringCase(found)).isPresent();
      case PATTERN -> variables.pattern(value, context).filter(g -> g.matches(found)).isPresent();
      case ARN -> arnMatches(value, found, context, variables);
      case BINARY -> value.equals(found);
      case BOOLEAN -> value.equalsIgnoreCase(found);
      case NUMBER, DATE, ADDRESS -> TypedValue.compare(operator, value, found);
      case PRESENCE -> false;
    };
  }

  /** Each of the six parts is compared by itself; only an asterisk alone reaches over colons. */
  private static boolean arnMatches(
      String value, String found, RequestContext context, PolicyVariables variables) {
    String[] wanted = value.split(":", 6);
    String[] parts = found.split(":", 6);
    if (wanted.length != 6 || parts.length != 6) {
      return value.equals("*");
    }
    for (int i = 0; i < 6; i++) {
      String part = parts[i];
      if (variables.pattern(wanted[i], context).filter(g -> g.matches(part)).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
