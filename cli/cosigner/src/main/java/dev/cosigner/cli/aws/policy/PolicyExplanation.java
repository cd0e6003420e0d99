package dev.cosigner.cli.aws.policy;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A policy in plain sentences.
 *
 * @param statements what each statement says
 * @param unattested who can use the key without attestation
 * @param changes who could change what the policy says, or go around it
 */
public record PolicyExplanation(
    List<String> statements, List<String> unattested, List<String> changes) {
  private static final int MANY = 8;

  public PolicyExplanation {
    statements = List.copyOf(statements);
    unattested = List.copyOf(unattested);
    changes = List.copyOf(changes);
  }

  /** Explains the policy of a key of an account, if it is known. */
  public static PolicyExplanation of(KeyPolicy policy, Optional<String> account) {
    Access access = new Access(policy, account.or(policy::soleAccount));
    return new PolicyExplanation(
        policy.statements().stream().map(PolicyExplanation::sentence).toList(),
        unattested(access),
        changes(access));
  }

  private static String sentence(Statement statement) {
    StringBuilder text = new StringBuilder();
    text.append("Statement ").append(statement.label()).append(": ");
    text.append(who(statement));
    text.append(statement.effect() == Effect.ALLOW ? " may " : " may never ");
    text.append(what(statement));
    if (!statement.resources().contains("*") && !statement.resources().isEmpty()) {
      text.append(" with ").append(String.join(" or ", statement.resources()));
    }
    if (!statement.notResources().isEmpty()) {
      text.append(" with anything but ").append(String.join(" or ", statement.notResources()));
    }
    List<String> conditions =
        statement.conditions().stream().map(PolicyExplanation::condition).toList();
    if (!conditions.isEmpty()) {
      text.append(", if ").append(String.join(", and ", conditions));
    }
    text.append('.');
    boolean without =
        (statement.actions().isEmpty() && statement.notActions().isEmpty())
            || (statement.resources().isEmpty() && statement.notResources().isEmpty())
            || (statement.principals().isEmpty() && statement.notPrincipals().isEmpty());
    if (without) {
      text.append(" It lacks an element and has no effect.");
    }
    return text.toString();
  }

  private static String who(Statement statement) {
    if (!statement.notPrincipals().isEmpty()) {
      return "everyone but " + names(statement.notPrincipals());
    }
    return statement.principals().isEmpty() ? "nobody" : names(statement.principals());
  }

  private static String names(List<Principal> principals) {
    return String.join(
        " or ",
        principals.stream()
            .map(principal ->
                switch (principal) {
                  case Principal.Anyone anyone -> "everyone of every account";
                  case Principal.Account account ->
                      "account " + account.account() + " (whom its IAM policies allow)";
                  case Principal.Nobody nobody -> "nobody (" + nobody.text() + ")";
                  case Principal.Identity identity -> identity.text();
                  case Principal.Service service -> service.text();
                })
            .toList());
  }

  private static String what(Statement statement) {
    if (statement.actions().isEmpty() && statement.notActions().isEmpty()) {
      return "do nothing";
    }
    Set<KmsAction> named = EnumSet.noneOf(KmsAction.class);
    KmsAction.onKeys().stream().filter(statement::namesAction).forEach(named::add);
    if (named.size() == KmsAction.onKeys().size()) {
      return "do everything";
    }
    String written =
        !statement.notActions().isEmpty()
            ? "everything but " + String.join(", ", statement.notActions())
            : String.join(", ", statement.actions());
    if (named.size() > MANY) {
      return "do " + named.size() + " operations (" + written.replace("kms:", "") + ")";
    }
    return named.isEmpty() ? "do nothing known (" + written + ")" : Access.names(named);
  }

  private static String condition(Condition condition) {
    OptionalInt register = AttestationKeys.register(condition.key());
    String key = condition.key();
    if (register.isPresent()) {
      key = "the enclave's PCR" + register.getAsInt();
    } else if (condition.lowerCaseKey().startsWith("kms:encryptioncontext:")) {
      key = "the encryption context's '" + key.substring("kms:EncryptionContext:".length()) + "'";
    }
    if (condition.operator() == ConditionOperator.NULL) {
      return key + (condition.holdsWhenAbsent() ? " is absent" : " is there");
    }
    String each =
        switch (condition.qualifier()) {
          case NONE -> "";
          case FOR_ALL_VALUES -> "each of ";
          case FOR_ANY_VALUE -> "one of ";
        };
    String relation =
        switch (condition.operator().type()) {
          case STRING, STRING_ANY_CASE -> condition.operator().isNegated() ? " is not " : " is ";
          case PATTERN, ARN -> condition.operator().isNegated() ? " is not like " : " is like ";
          default -> " (" + condition.operator().text() + ") ";
        };
    return each
        + key
        + relation
        + String.join(condition.operator().isNegated() ? " nor " : " or ", condition.values())
        + (condition.holdsWhenAbsent() ? " (or absent)" : "");
  }

  private static List<String> unattested(Access access) {
    Map<String, Set<KmsAction>> by = new LinkedHashMap<>();
    for (Caller caller : access.callers()) {
      for (KmsAction action : KmsAction.onKeys()) {
        access
            .unattested(caller, action)
            .filter(verdict -> action.usesKey())
            .ifPresent(verdict -> add(by, caller, verdict, action));
      }
    }
    List<String> lines = new ArrayList<>();
    by.forEach((who, actions) -> lines.add(who + ": " + Access.names(actions)));
    return lines;
  }

  private static List<String> changes(Access access) {
    Map<String, Set<KmsAction>> by = new LinkedHashMap<>();
    for (Caller caller : access.callers()) {
      for (KmsAction action :
          List.of(KmsAction.PUT_KEY_POLICY, KmsAction.CREATE_GRANT, KmsAction.REPLICATE_KEY)) {
        access.anyhow(caller, action).ifPresent(verdict -> add(by, caller, verdict, action));
      }
    }
    List<String> lines = new ArrayList<>();
    by.forEach((who, actions) -> lines.add(who + ": " + Access.names(actions)));
    return lines;
  }

  private static void add(
      Map<String, Set<KmsAction>> by, Caller caller, Verdict verdict, KmsAction action) {
    String who =
        Callers.describe(caller)
            + (verdict.outcome() == Outcome.LEFT_TO_IAM ? ", if IAM allows it" : "");
    by.computeIfAbsent(who, key -> EnumSet.noneOf(KmsAction.class)).add(action);
  }
}
