package dev.cosigner.cli.aws.policy;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who can change a key's policy, and whether they are kept apart from those who use the key. */
final class AdministrationChecks {
  private AdministrationChecks() {}

  static void check(Access access, List<Finding> findings) {
    List<Caller> administrators = new ArrayList<>();
    boolean byIam = false;
    for (Caller caller : access.callers()) {
      Optional<Verdict> verdict = access.anyhow(caller, KmsAction.PUT_KEY_POLICY);
      byIam |= verdict.filter(v -> v.outcome() == Outcome.LEFT_TO_IAM).isPresent();
      if (verdict.filter(v -> v.outcome() == Outcome.ALLOWED).isPresent()) {
        administrators.add(caller);
      }
    }
    if (administrators.isEmpty() && !byIam) {
      lockedOut(access, findings);
    }
    long named = administrators.stream().filter(c -> !Callers.standsForOthers(c)).count();
    if (administrators.size() == 1 && named == 1 && !byIam) {
      findings.add(
          Finding.of(Rule.SINGLE_ADMINISTRATOR, Callers.describe(administrators.getFirst())));
    }
    for (Caller caller : access.callers()) {
      if (caller.kind() != Caller.Kind.ROOT && !Callers.standsForOthers(caller)) {
        separation(access, caller, administrators.contains(caller), findings);
      }
    }
    elsewhere(access, findings);
  }

  private static void lockedOut(Access access, List<Finding> findings) {
    for (Statement statement : access.policy().statements()) {
      boolean deny = statement.effect() == Effect.DENY;
      if (deny
          && statement.namesAction(KmsAction.PUT_KEY_POLICY)
          && statement.namesKey(Optional.empty())
          && isMeant(access)) {
        findings.add(Finding.of(Rule.DENY_LOCKS_OUT, statement, "PutKeyPolicy is denied"));
        return;
      }
    }
    findings.add(Finding.of(Rule.NO_ADMINISTRATOR, "no statement allows PutKeyPolicy"));
  }

  /** Whether an Allow would let someone put the policy. */
  private static boolean isMeant(Access access) {
    List<Statement> allows =
        access.policy().statements().stream()
            .filter(statement -> statement.effect() == Effect.ALLOW)
            .toList();
    Access without =
        new Access(
            new KeyPolicy(access.policy().version(), allows, access.policy().bytes()),
            access.account());
    return without.callers().stream()
        .anyMatch(caller -> without.anyhow(caller, KmsAction.PUT_KEY_POLICY).isPresent());
  }

  private static void separation(
      Access access, Caller caller, boolean administers, List<Finding> findings) {
    Optional<Verdict> use = Optional.empty();
    for (KmsAction action : KmsAction.onKeys()) {
      if (action.usesKey() && use.isEmpty()) {
        use = access.anyhow(caller, action);
      }
    }
    if (use.isEmpty()) {
      return;
    }
    Statement statement = use.get().statement().orElseThrow();
    if (administers) {
      findings.add(Finding.of(Rule.USER_ADMINISTERS, statement, caller.text()));
      return;
    }
    List<KmsAction> destroying =
        List.of(KmsAction.SCHEDULE_KEY_DELETION, KmsAction.DISABLE_KEY).stream()
            .filter(action ->
                access
                    .anyhow(caller, action)
                    .filter(verdict -> verdict.outcome() == Outcome.ALLOWED)
                    .isPresent())
            .toList();
    if (!destroying.isEmpty()) {
      findings.add(
          Finding.of(
              Rule.USER_DESTROYS, statement, Access.names(destroying) + " by " + caller.text()));
    }
  }

  private static void elsewhere(Access access, List<Finding> findings) {
    if (access.account().isEmpty()) {
      return;
    }
    for (Statement statement : access.policy().statements()) {
      if (statement.effect() == Effect.DENY) {
        continue;
      }
      for (Principal principal : statement.principals()) {
        String account =
            switch (principal) {
              case Principal.Identity identity -> identity.caller().account();
              case Principal.Account named -> named.account();
              default -> access.account().get();
            };
        if (account.equals(access.account().get())) {
          continue;
        }
        if (statement.namesAction(KmsAction.PUT_KEY_POLICY)) {
          findings.add(Finding.of(Rule.ADMINISTRATOR_ELSEWHERE, statement, principal.text()));
        }
        if (KmsAction.onKeys().stream()
            .anyMatch(action -> action.usesKey() && statement.namesAction(action))) {
          findings.add(Finding.of(Rule.CROSS_ACCOUNT, statement, principal.text()));
        }
      }
    }
  }
}
