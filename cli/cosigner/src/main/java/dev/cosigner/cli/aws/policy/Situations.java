package dev.cosigner.cli.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The requests among which policies can tell: for one action, each key that a condition speaks of
 * is absent, has a value that is named, or another one. A document that attests has all registers,
 * so either all attestation keys are there or none.
 *
 * @param contexts the requests, unattested ones first
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
                .map(value -> List.of(witness(value)))
                .forEach(values::add);
            complete &= isExact(condition);
          }
        } else if (action.takesEncryptionContext()
            || !condition.lowerCaseKey().startsWith("kms:encryptioncontext")) {
          free.computeIfAbsent(condition.lowerCaseKey(), key -> new LinkedHashSet<>())
              .addAll(values(condition));
          complete &= isExact(condition);
        }
      }
    }
    return combine(free, registers, action.carriesAttestation(), complete);
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
                  .allMatch(value -> value.equals(value.toLowerCase(java.util.Locale.ROOT)));
          case NUMBER, DATE, ADDRESS -> false;
        };
    return plain
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
                  values.add(List.of(number.subtract(java.math.BigDecimal.ONE).toPlainString()));
                  values.add(List.of(number.toPlainString()));
                  values.add(List.of(number.add(java.math.BigDecimal.ONE).toPlainString()));
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
  private static String witness(String pattern) {
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
    List<RequestContext> contexts = new ArrayList<>(List.of(RequestContext.empty()));
    if (attestable && !registers.isEmpty()) {
      contexts.addAll(attested);
    }
    for (Map.Entry<String, Set<List<String>>> key : free.entrySet()) {
      List<RequestContext> next = new ArrayList<>(contexts);
      Set<List<String>> values = new LinkedHashSet<>(key.getValue());
      values.add(List.of(OTHER));
      for (RequestContext context : contexts) {
        values.forEach(value -> next.add(context.with(key.getKey(), value)));
      }
      all &= next.size() <= MAX;
      contexts = next.size() <= MAX ? next : new ArrayList<>(next.subList(0, MAX));
    }
    return new Situations(List.copyOf(contexts), all);
  }

  /** Whether a request is attested. */
  static boolean isAttested(RequestContext context) {
    return context.keys().keySet().stream().anyMatch(AttestationKeys::isOne);
  }

  /**
   * Everyone whom statements can tell apart: those whom they name, and for each account that they
   * name its root and any other role, and a role of an account that they do not name.
   */
  static List<Caller> callers(List<Statement> statements, Optional<String> keyAccount) {
    Map<String, Caller> callers = new LinkedHashMap<>();
    Set<String> accounts = new TreeSet<>();
    keyAccount.ifPresent(accounts::add);
    for (Statement statement : statements) {
      List<Principal> named = new ArrayList<>(statement.principals());
      named.addAll(statement.notPrincipals());
      for (Condition condition : statement.conditions()) {
        if (Caller.decides(condition.lowerCaseKey())) {
          condition.values().stream()
              .map(Situations::witness)
              .map(value -> value.replace("::any:", "::" + STRANGERS_ACCOUNT + ":"))
              .map(value -> Principal.of(value.endsWith(".com") ? "Service" : "AWS", value))
              .forEach(named::add);
        }
      }
      for (Principal principal : named) {
        switch (principal) {
          case Principal.Account account -> accounts.add(account.account());
          case Principal.Identity identity -> {
            accounts.add(identity.caller().account());
            callers.putIfAbsent(identity.text(), identity.caller());
          }
          case Principal.Service service ->
              Caller.parse(service.text())
                  .ifPresent(caller -> callers.putIfAbsent(service.text(), caller));
          case Principal.Anyone anyone -> {}
          case Principal.Nobody nobody -> {}
        }
      }
    }
    for (String account : accounts) {
      for (String arn : List.of("arn:aws:iam::%s:root", "arn:aws:iam::%s:role/" + ANY_OTHER)) {
        Caller caller = Caller.parse(arn.formatted(account)).orElseThrow();
        callers.putIfAbsent(caller.text(), caller);
      }
    }
    if (statements.stream().anyMatch(statement -> !statement.notPrincipals().isEmpty())) {
      addSessions(callers);
    }
    for (Caller caller : List.of(STRANGER, OTHER_SERVICE)) {
      callers.putIfAbsent(caller.text(), caller);
    }
    return List.copyOf(callers.values());
  }

  /** NotPrincipal tells sessions apart that nothing else names. */
  private static void addSessions(Map<String, Caller> callers) {
    for (Caller caller : List.copyOf(callers.values())) {
      if (caller.kind() == Caller.Kind.ROLE) {
        String arn =
            "arn:%s:sts::%s:assumed-role/%s/%s"
                .formatted(caller.partition(), caller.account(), caller.name(), ANY_OTHER);
        callers.putIfAbsent(arn, Caller.parse(arn).orElseThrow());
        Caller role = caller.withoutSession();
        callers.putIfAbsent(role.text(), role);
      }
    }
  }

  /**
   * The name of a role that stands for all of an account that are not named; no role can have it.
   */
  static final String ANY_OTHER = "~any-other";

  private static final String STRANGERS_ACCOUNT = "000000000000";

  /** Stands for everyone of an account that is not named. */
  static final Caller STRANGER =
      Caller.parse("arn:aws:iam::" + STRANGERS_ACCOUNT + ":role/" + ANY_OTHER).orElseThrow();

  /** Stands for every service that is not named. */
  private static final Caller OTHER_SERVICE =
      new Caller(Caller.Kind.SERVICE, "aws", "", ANY_OTHER, "", ANY_OTHER);

  /** Whether a caller stands for all that are not named. */
  static boolean standsForOthers(Caller caller) {
    return caller.equals(STRANGER)
        || caller.equals(OTHER_SERVICE)
        || caller.name().equals(ANY_OTHER);
  }

  /** A caller in words. */
  static String describe(Caller caller) {
    if (caller.equals(STRANGER)) {
      return "anyone in any other account";
    }
    if (caller.equals(OTHER_SERVICE)) {
      return "any other service of AWS";
    }
    return switch (caller.kind()) {
      case ROOT -> "the root user of account " + caller.account();
      case ROLE ->
          caller.name().equals(ANY_OTHER)
              ? "any other user or role of account " + caller.account()
              : caller.text();
      case USER, FEDERATED_USER, SERVICE -> caller.text();
    };
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
