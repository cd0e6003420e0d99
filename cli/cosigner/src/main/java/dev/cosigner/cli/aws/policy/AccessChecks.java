package dev.cosigner.cli.aws.policy;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who can use a key without attestation, or make others able to. */
final class AccessChecks {
  private AccessChecks() {}

  static void check(Access access, List<Finding> findings) {
    Map<Integer, Map<Rule, Found>> byStatement = new TreeMap<>();
    for (Caller caller : access.callers()) {
      for (KmsAction action : KmsAction.onKeys()) {
        access
            .unattested(caller, action)
            .ifPresent(verdict -> {
              Statement statement = verdict.statement().orElseThrow();
              Rule rule = rule(statement, caller, action);
              if (rule != null) {
                byStatement
                    .computeIfAbsent(statement.index(), index -> new EnumMap<>(Rule.class))
                    .computeIfAbsent(rule, key -> new Found())
                    .add(caller, action);
              }
            });
      }
    }
    byStatement.forEach((index, rules) -> {
      Statement statement = access.policy().statements().get(index - 1);
      Collection<Map.Entry<Rule, Found>> all = rules.entrySet();
      // Those who are named are part of everyone, and of everyone of the account.
      for (Rule open : List.of(Rule.OPEN_TO_EVERYONE, Rule.OPEN_TO_ACCOUNT)) {
        if (rules.containsKey(open)) {
          all = List.of(Map.entry(open, rules.get(open)));
          break;
        }
      }
      all.forEach(entry ->
          findings.add(Finding.of(entry.getKey(), statement, entry.getValue().toString())));
    });
  }

  private static Rule rule(Statement statement, Caller caller, KmsAction action) {
    boolean everyones = statement.takesIn(Callers.STRANGER) == Principal.Reach.ITSELF;
    if (Callers.standsForOthers(caller) && everyones) {
      return caller.equals(Callers.STRANGER) || caller.kind() == Caller.Kind.SERVICE
          ? Rule.OPEN_TO_EVERYONE
          : matters(action) ? Rule.OPEN_TO_ACCOUNT : null;
    }
    if (isThroughAccount(statement, caller)) {
      return matters(action) || action == KmsAction.PUT_KEY_POLICY ? Rule.ACCOUNT_DELEGATED : null;
    }
    return ruleOf(action);
  }

  private static boolean isThroughAccount(Statement statement, Caller caller) {
    return statement.principals().stream()
            .anyMatch(principal ->
                principal instanceof Principal.Account
                    && principal.takesIn(caller) != Principal.Reach.NOT)
        && statement.principals().stream()
            .noneMatch(principal ->
                !(principal instanceof Principal.Account)
                    && principal.takesIn(caller) == Principal.Reach.ITSELF);
  }

  private static boolean matters(KmsAction action) {
    return ruleOf(action) != null;
  }

  private static Rule ruleOf(KmsAction action) {
    return switch (action) {
      case DECRYPT, GENERATE_DATA_KEY, GENERATE_DATA_KEY_PAIR, DERIVE_SHARED_SECRET ->
          Rule.UNATTESTED_USE;
      case ENCRYPT,
          RE_ENCRYPT_TO,
          GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
          GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT ->
          Rule.UNATTESTED_ENCRYPT;
      case RE_ENCRYPT_FROM -> Rule.RE_ENCRYPT_FROM;
      case SIGN, VERIFY, GENERATE_MAC, VERIFY_MAC -> Rule.NEVER_ATTESTED_USE;
      case CREATE_GRANT -> Rule.CREATE_GRANT;
      case REPLICATE_KEY -> Rule.REPLICATE_KEY;
      case IMPORT_KEY_MATERIAL -> Rule.IMPORT_KEY_MATERIAL;
      default -> null;
    };
  }

  /** Operations and those who can do them. */
  private static final class Found {
    private final Set<KmsAction> actions = EnumSet.noneOf(KmsAction.class);
    private final Set<String> callers = new TreeSet<>();

    void add(Caller caller, KmsAction action) {
      actions.add(action);
      callers.add(Callers.describe(caller));
    }

    @Override
    public String toString() {
      String what =
          actions.size() == KmsAction.onKeys().size() - 1 || actions.size() > 12
              ? actions.size() + " operations"
              : Access.names(actions);
      return what + " by " + String.join(", ", callers);
    }
  }
}
