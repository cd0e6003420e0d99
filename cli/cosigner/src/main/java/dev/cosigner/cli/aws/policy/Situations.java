package dev.cosigner.cli.aws.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The requests among which policies can tell: for one action, each key that a condition speaks of
 * is absent, has a value that is named, or another one. A document that attests has all registers,
 * so either all attestation keys are there or none.
 *
 * @param contexts the requests
 * @param complete whether any two requests that the policies tell apart are told apart here: not so
 *     with wildcards, numbers, sets, variables, or too many combinations
 */
record Situations(List<RequestContext> contexts, boolean complete) {
  private static final int MAX = 4096;
  private static final String OTHER = "another-value";

  /** A register's value that no image has. */
  static final String OTHER_REGISTER = "fe".repeat(48);

  /** The situations that matter to these statements. */
  static Situations of(List<Statement> statements, KmsAction action) {
    Map<String, Set<List<String>>> free = new TreeMap<>();
    Map<Integer, Set<List<String>>> registers = new TreeMap<>();
    boolean complete = true;
    for (Statement statement : statements) {
      if (!statement.namesAction(action)) {
        continue;
      }
      for (Condition condition : statement.conditions()) {
        OptionalInt register = AttestationKeys.register(condition.key());
        if (Caller.decides(condition.lowerCaseKey())) {
          complete &= isExact(condition);
        } else if (register.isPresent()) {
          if (action.carriesAttestation()) {
            Set<List<String>> values =
                registers.computeIfAbsent(register.getAsInt(), index -> new LinkedHashSet<>());
            condition.values().stream()
                .filter(value -> condition.operator() != ConditionOperator.NULL)
                .map(value -> List.of(witness(value).toLowerCase(Locale.ROOT)))
                .forEach(values::add);
            // Documents are shown in lower case: how operators mind case is all the same.
            complete &= isExact(condition) || isAnyCase(condition);
          }
        } else if (action.takesEncryptionContext()
            || !condition.lowerCaseKey().startsWith("kms:encryptioncontext")) {
          free.computeIfAbsent(condition.lowerCaseKey(), key -> new LinkedHashSet<>())
              .addAll(values(condition));
          complete &= isExact(condition);
        }
      }
    }
    Situations all = combine(free, registers, action.carriesAttestation(), complete);
    List<RequestContext> contexts = new ArrayList<>(List.of(RequestContext.empty()));
    statements.stream()
        .filter(statement -> statement.namesAction(action))
        .map(statement -> satisfying(statement, action))
        .forEach(contexts::add);
    contexts.addAll(all.contexts());
    return new Situations(List.copyOf(contexts), all.complete());
  }

  /**
   * Whether the values that a condition names and one other value are all that it can tell apart.
   */
  private static boolean isExact(Condition condition) {
    boolean plain =
        switch (condition.operator().type()) {
          case STRING, PRESENCE, BOOLEAN, BINARY -> true;
          case PATTERN, ARN ->
              condition.values().stream().allMatch(value -> Glob.of(value).isLiteral());
          case STRING_ANY_CASE ->
              condition.values().stream()
                  .allMatch(value -> value.equals(value.toLowerCase(Locale.ROOT)));
          case NUMBER, DATE, ADDRESS -> false;
        };
    return plain
        && condition.qualifier() == SetQualifier.NONE
        && condition.values().stream().noneMatch(value -> value.contains("${"));
  }

  private static boolean isAnyCase(Condition condition) {
    return condition.operator().type() == ConditionOperator.Type.STRING_ANY_CASE
        && condition.qualifier() == SetQualifier.NONE
        && condition.values().stream().noneMatch(value -> value.contains("${"));
  }

  private static List<List<String>> values(Condition condition) {
    List<List<String>> values = new ArrayList<>();
    if (condition.operator() == ConditionOperator.NULL) {
      return values;
    }
    for (String value : condition.values()) {
      switch (condition.operator().type()) {
        case NUMBER ->
            TypedValue.number(value)
                .ifPresent(number -> {
                  values.add(List.of(number.subtract(BigDecimal.ONE).toPlainString()));
                  values.add(List.of(number.toPlainString()));
                  values.add(List.of(number.add(BigDecimal.ONE).toPlainString()));
                });
        case DATE ->
            TypedValue.date(value)
                .ifPresent(date -> {
                  values.add(List.of(date.minusSeconds(1).toString()));
                  values.add(List.of(date.toString()));
                  values.add(List.of(date.plusSeconds(1).toString()));
                });
        case ADDRESS -> values.add(List.of(value.replaceAll("/.*", "")));
        case BOOLEAN -> {
          values.add(List.of("true"));
          values.add(List.of("false"));
        }
        case STRING_ANY_CASE -> {
          values.add(List.of(value));
          values.add(List.of(value.toUpperCase(Locale.ROOT)));
        }
        default -> values.add(List.of(witness(value)));
      }
    }
    if (condition.qualifier() != SetQualifier.NONE) {
      values.add(condition.values().stream().map(Situations::witness).toList());
      values.add(List.of(witness(condition.values().getFirst()), OTHER));
    }
    return values;
  }

  /** A text that a pattern takes. */
  static String witness(String pattern) {
    return pattern.replace("*", "any").replace("?", "x");
  }

  private static Situations combine(
      Map<String, Set<List<String>>> free,
      Map<Integer, Set<List<String>>> registers,
      boolean attestable,
      boolean complete) {
    List<RequestContext> attested = List.of(RequestContext.empty());
    boolean all = complete;
    for (Map.Entry<Integer, Set<List<String>>> register : registers.entrySet()) {
      Set<List<String>> values = new LinkedHashSet<>(register.getValue());
      values.add(List.of(OTHER_REGISTER));
      List<RequestContext> next = new ArrayList<>();
      for (RequestContext context : attested) {
        for (List<String> value : values) {
          RequestContext more = context.with(AttestationKeys.PCR + register.getKey(), value);
          next.add(register.getKey() == 0 ? more.with(AttestationKeys.IMAGE, value) : more);
        }
      }
      all &= next.size() <= MAX;
      attested = next.size() <= MAX ? next : next.subList(0, MAX);
    }
    // Each kind up to the bound by itself, so that neither crowds out the other.
    List<RequestContext> contexts = new ArrayList<>();
    all &= expand(List.of(RequestContext.empty()), free, contexts);
    if (attestable && !registers.isEmpty()) {
      all &= expand(attested, free, contexts);
    }
    return new Situations(List.copyOf(contexts), all);
  }

  /** Adds every combination of the free keys to each request; false if the bound cut some off. */
  private static boolean expand(
      List<RequestContext> from,
      Map<String, Set<List<String>>> free,
      List<RequestContext> contexts) {
    List<RequestContext> each = from;
    boolean all = true;
    for (Map.Entry<String, Set<List<String>>> key : free.entrySet()) {
      Set<List<String>> values = new LinkedHashSet<>(key.getValue());
      values.add(List.of(OTHER));
      List<RequestContext> next = new ArrayList<>(each);
      for (RequestContext context : each) {
        values.forEach(value -> next.add(context.with(key.getKey(), value)));
      }
      all &= next.size() <= MAX;
      each = next.size() <= MAX ? next : next.subList(0, MAX);
    }
    contexts.addAll(each);
    return all;
  }

  /**
   * A request, without attestation and with the caller's keys apart, for which a statement's
   * conditions hold one by one; where there are too many combinations to try, each statement is
   * tried at least so.
   */
  private static RequestContext satisfying(Statement statement, KmsAction action) {
    RequestContext context = RequestContext.empty();
    PolicyVariables text = new PolicyVariables(false);
    for (Condition condition : statement.conditions()) {
      boolean carried =
          action.takesEncryptionContext()
              || !condition.lowerCaseKey().startsWith("kms:encryptioncontext");
      if (!carried
          || AttestationKeys.isOne(condition.key())
          || Caller.decides(condition.lowerCaseKey())
          || condition.holds(context, text)) {
        continue;
      }
      List<List<String>> values = new ArrayList<>(values(condition));
      values.add(List.of(OTHER));
      for (List<String> value : values) {
        RequestContext more = context.with(condition.key(), value);
        if (condition.holds(more, text)) {
          context = more;
          break;
        }
      }
    }
    return context;
  }

  /** Whether a request is attested. */
  static boolean isAttested(RequestContext context) {
    return context.keys().keySet().stream().anyMatch(AttestationKeys::isOne);
  }

  /** A request in words: what it is attested with and what it carries. */
  static String describe(RequestContext context) {
    List<String> parts = new ArrayList<>();
    List<String> registers = new ArrayList<>();
    for (Map.Entry<String, List<String>> key : new TreeMap<>(context.keys()).entrySet()) {
      OptionalInt register = AttestationKeys.register(key.getKey());
      String value = String.join(", ", key.getValue());
      if (register.isEmpty()) {
        parts.add(
            key.getKey() + " = " + (value.equals(OTHER) ? "something that is not named" : value));
      } else if (!key.getKey().endsWith("imagesha384")) {
        String text = value.equals(OTHER_REGISTER) ? "another value" : value;
        registers.add("PCR" + register.getAsInt() + " " + text);
      }
    }
    parts.addFirst(
        registers.isEmpty()
            ? "without attestation"
            : "attested with " + String.join(", ", registers));
    return String.join("; ", parts);
  }
}
