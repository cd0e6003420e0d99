package dev.cosigner.cli.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The callers among whom policies can tell, some standing for all that are not named. */
final class Callers {
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

  private Callers() {}

  /**
   * Everyone whom statements can tell apart: those whom they name, and for each account that they
   * name its root and any other role, and a role of an account that they do not name.
   */
  static List<Caller> of(List<Statement> statements, Optional<String> keyAccount) {
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
}
