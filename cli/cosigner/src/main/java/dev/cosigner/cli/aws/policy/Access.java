package dev.cosigner.cli.aws.policy;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who can do what under a policy, found by trying the requests that it can tell apart. */
final class Access {
  private final KeyPolicy policy;
  private final Optional<String> account;
  private final List<Caller> callers;
  private final PolicyEvaluation evaluation;
  private final Map<KmsAction, Situations> situations = new EnumMap<>(KmsAction.class);
  private final Map<List<Object>, Optional<Verdict>> known = new HashMap<>();

  /**
   * Access under a policy.
   *
   * @param account the key's account, if it is known
   */
  Access(KeyPolicy policy, Optional<String> account) {
    this.policy = policy;
    this.account = account;
    this.callers = Callers.of(policy.statements(), account);
    this.evaluation = new PolicyEvaluation(policy, List.of());
  }

  KeyPolicy policy() {
    return policy;
  }

  Optional<String> account() {
    return account;
  }

  List<Caller> callers() {
    return callers;
  }

  /** The most that a caller gets for a request without attestation; none if always denied. */
  Optional<Verdict> unattested(Caller caller, KmsAction action) {
    return most(caller, action, false);
  }

  /** The most that a caller gets for any request; none if always denied. */
  Optional<Verdict> anyhow(Caller caller, KmsAction action) {
    return most(caller, action, true);
  }

  private Optional<Verdict> most(Caller caller, KmsAction action, boolean attested) {
    // Most operations are named by the same statements, and fare alike.
    List<Statement> naming =
        policy.statements().stream()
            .filter(statement -> statement.namesAction(action))
            .filter(statement -> statement.takesIn(caller) != Principal.Reach.NOT)
            .toList();
    if (naming.stream().noneMatch(statement -> statement.effect() == Effect.ALLOW)) {
      return Optional.empty();
    }
    List<Object> question =
        List.of(
            caller,
            naming.stream().map(Statement::index).toList(),
            action.carriesAttestation(),
            action.takesEncryptionContext(),
            action.worksAcrossAccounts(),
            action == KmsAction.RETIRE_GRANT,
            attested);
    Optional<Verdict> answer = known.get(question);
    if (answer == null) {
      answer = find(caller, action, attested);
      known.put(question, answer);
    }
    return answer;
  }

  private Optional<Verdict> find(Caller caller, KmsAction action, boolean attested) {
    Verdict most = null;
    Situations all =
        situations.computeIfAbsent(action, key -> Situations.of(policy.statements(), key));
    for (RequestContext context : all.contexts()) {
      if (!attested && Situations.isAttested(context)) {
        continue;
      }
      Verdict verdict = evaluation.decide(Request.of(caller, action, account, context));
      if (verdict.outcome() != Outcome.DENIED
          && (most == null || verdict.outcome().compareTo(most.outcome()) > 0)) {
        most = verdict;
      }
      if (most != null && most.outcome() == Outcome.ALLOWED) {
        break;
      }
    }
    return Optional.ofNullable(most);
  }

  /** Operations by their names. */
  static String names(Collection<KmsAction> actions) {
    return actions.stream().sorted().map(KmsAction::operation).collect(Collectors.joining(", "));
  }
}
