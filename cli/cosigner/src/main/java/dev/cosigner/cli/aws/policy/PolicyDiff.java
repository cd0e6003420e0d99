package dev.cosigner.cli.aws.policy;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What changes from one policy to another: who gains and who loses which operation, each with a
 * request that shows it. What the two policies decide differently is found, or, where their
 * conditions are such that not all requests can be tried, named as undetermined.
 *
 * @param changes the changes, by caller and operation
 */
public record PolicyDiff(List<Change> changes) {
  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  /** Which way a change goes. */
  public enum Direction {
    GAINS("gains"),
    LOSES("loses"),
    /** The statements differ, no request that was tried does; both ways are possible. */
    UNDETERMINED("may gain or lose");

    private final String text;

    Direction(String text) {
      this.text = text;
    }

    /** For people and scripts. */
    public String text() {
      return text;
    }
  }

  /**
   * A change.
   *
   * @param caller for whom
   * @param action for what
   * @param direction which way
   * @param situation a request that the two policies decide differently; none if undetermined
   * @param before the decision under the first policy
   * @param after the decision under the second
   */
  public record Change(
      Caller caller,
      KmsAction action,
      Direction direction,
      Optional<RequestContext> situation,
      Outcome before,
      Outcome after) {
    private Change of(KmsAction other) {
      return new Change(caller, other, direction, situation, before, after);
    }

    /** The caller in words. */
    public String who() {
      return Callers.describe(caller);
    }

    /** The request in words. */
    public String when() {
      return situation.map(Situations::describe).orElse("under conditions that differ");
    }
  }

  /** Compares two policies of a key of one account, if it is known. */
  public static PolicyDiff between(KeyPolicy before, KeyPolicy after, Optional<String> account) {
    List<Statement> both = new ArrayList<>(before.statements());
    both.addAll(after.statements());
    Optional<String> keyAccount = account.or(() -> sole(before, after));
    PolicyEvaluation old = new PolicyEvaluation(before, List.of());
    PolicyEvaluation fresh = new PolicyEvaluation(after, List.of());
    List<Change> changes = new ArrayList<>();
    List<Caller> callers = Callers.of(both, keyAccount);
    // Most operations are named by the same statements, and fare alike.
    Map<List<Object>, List<Change>> known = new HashMap<>();
    for (KmsAction action : KmsAction.onKeys()) {
      Situations situations = Situations.of(both, action);
      for (Caller caller : callers) {
        Set<List<Object>> one = relevant(before, action, caller);
        Set<List<Object>> other = relevant(after, action, caller);
        if (one.equals(other) && before.variables().equals(after.variables())) {
          continue;
        }
        List<Object> alike =
            List.of(
                caller,
                one,
                other,
                situations,
                action.worksAcrossAccounts(),
                action == KmsAction.RETIRE_GRANT);
        known
            .computeIfAbsent(
                alike, key -> compare(caller, action, situations, old, fresh, keyAccount))
            .forEach(change -> changes.add(change.of(action)));
      }
    }
    return new PolicyDiff(changes);
  }

  private static Optional<String> sole(KeyPolicy before, KeyPolicy after) {
    Optional<String> one = before.soleAccount();
    return one.equals(after.soleAccount()) ? one : Optional.empty();
  }

  private static List<Change> compare(
      Caller caller,
      KmsAction action,
      Situations situations,
      PolicyEvaluation old,
      PolicyEvaluation fresh,
      Optional<String> keyAccount) {
    Change gain = null;
    Change loss = null;
    for (RequestContext context : situations.contexts()) {
      Request request = Request.of(caller, action, keyAccount, context);
      Outcome before = old.decide(request).outcome();
      Outcome after = fresh.decide(request).outcome();
      if (after.compareTo(before) > 0 && gain == null) {
        gain = new Change(caller, action, Direction.GAINS, Optional.of(context), before, after);
      } else if (after.compareTo(before) < 0 && loss == null) {
        loss = new Change(caller, action, Direction.LOSES, Optional.of(context), before, after);
      }
    }
    List<Change> changes = new ArrayList<>();
    if (gain != null) {
      changes.add(gain);
    }
    if (loss != null) {
      changes.add(loss);
    }
    if (!situations.complete() && (gain == null || loss == null)) {
      changes.add(
          new Change(
              caller,
              action,
              Direction.UNDETERMINED,
              Optional.empty(),
              Outcome.DENIED,
              Outcome.DENIED));
    }
    return changes;
  }

  /** What statements say that concern a caller and an action, apart from their names and places. */
  private static Set<List<Object>> relevant(KeyPolicy policy, KmsAction action, Caller caller) {
    Set<List<Object>> all = new LinkedHashSet<>();
    for (Statement statement : policy.statements()) {
      Principal.Reach reach = statement.takesIn(caller);
      if (reach != Principal.Reach.NOT && statement.namesAction(action)) {
        all.add(
            List.of(
                statement.effect(),
                reach,
                statement.resources(),
                statement.notResources(),
                statement.conditions()));
      }
    }
    return all;
  }
}
