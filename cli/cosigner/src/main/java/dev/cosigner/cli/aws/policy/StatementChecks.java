package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with a statement whatever its conditions are. */
final class StatementChecks {
  private StatementChecks() {}

  static void check(Statement statement, List<Finding> findings) {
    elements(statement, findings);
    for (Principal principal : statement.principals()) {
      if (principal instanceof Principal.Nobody nobody) {
        findings.add(
            Finding.of(Rule.PRINCIPAL_NOBODY, statement, nobody.type() + " " + nobody.text()));
      }
      if (principal instanceof Principal.Identity identity
          && !identity.caller().session().isEmpty()) {
        findings.add(Finding.of(Rule.SESSION_NAMED, statement, identity.text()));
      }
      if (principal instanceof Principal.Service service
          && statement.effect() == Effect.ALLOW
          && statement.conditions().stream().noneMatch(StatementChecks::isOnSource)) {
        findings.add(Finding.of(Rule.SERVICE_UNBOUNDED, statement, service.text()));
      }
    }
    for (String action : statement.actions()) {
      action(statement, action, findings);
    }
  }

  private static boolean isOnSource(Condition condition) {
    return (condition.lowerCaseKey().startsWith("aws:source")
            || condition.lowerCaseKey().equals("kms:calleraccount"))
        && !condition.holdsWhenAbsent();
  }

  private static void elements(Statement statement, List<Finding> findings) {
    if (statement.actions().isEmpty() && statement.notActions().isEmpty()) {
      findings.add(Finding.of(Rule.ACTION_MISSING, statement, statement.effect().text()));
    }
    if (statement.resources().isEmpty() && statement.notResources().isEmpty()) {
      findings.add(Finding.of(Rule.RESOURCE_MISSING, statement, statement.effect().text()));
    }
    if (statement.principals().isEmpty() && statement.notPrincipals().isEmpty()) {
      findings.add(Finding.of(Rule.PRINCIPAL_MISSING, statement, statement.effect().text()));
    }
    if (!statement.notActions().isEmpty()) {
      findings.add(
          Finding.of(Rule.NOT_ACTION, statement, String.join(", ", statement.notActions())));
    }
    if (!statement.notPrincipals().isEmpty()) {
      findings.add(
          Finding.of(
              Rule.NOT_PRINCIPAL,
              statement,
              String.join(", ", statement.notPrincipals().stream().map(Principal::text).toList())));
    }
    if (!statement.notResources().isEmpty()) {
      findings.add(
          Finding.of(Rule.NOT_RESOURCE, statement, String.join(", ", statement.notResources())));
    }
    if (statement.resources().isEmpty()) {
      return;
    }
    String resources = String.join(", ", statement.resources());
    if (!statement.namesKey(Optional.empty())) {
      findings.add(Finding.of(Rule.RESOURCE_NOT_THE_KEY, statement, resources));
    } else if (!statement.resources().contains("*")) {
      findings.add(Finding.of(Rule.RESOURCE_NAMES_A_KEY, statement, resources));
    }
  }

  private static void action(Statement statement, String action, List<Finding> findings) {
    if (statement.effect() == Effect.ALLOW && !Glob.of(action).isLiteral()) {
      findings.add(Finding.of(Rule.ACTION_WILDCARD, statement, action));
    }
    if (!action.equals("*") && !action.toLowerCase(Locale.ROOT).startsWith("kms:")) {
      findings.add(
          Finding.of(
              action.indexOf(':') < 0 ? Rule.ACTION_UNKNOWN : Rule.ACTION_OF_ANOTHER_SERVICE,
              statement,
              action));
      return;
    }
    Glob pattern = Glob.of(action);
    boolean any = false;
    boolean onKey = false;
    for (KmsAction known : KmsAction.values()) {
      boolean named = pattern.matchesIgnoringCase(known.text());
      any |= named;
      onKey |= named && known.isOnKey();
    }
    if (!any) {
      findings.add(Finding.of(Rule.ACTION_UNKNOWN, statement, action));
    } else if (!onKey) {
      findings.add(Finding.of(Rule.ACTION_NOT_ON_A_KEY, statement, action));
    }
  }
}
