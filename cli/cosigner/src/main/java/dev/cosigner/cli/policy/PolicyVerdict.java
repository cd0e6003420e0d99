package dev.cosigner.cli.policy;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.policy.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a transaction under a policy.
 *
 * @param outcome {@code allow}, {@code refuse} or {@code undecodable}
 * @param reason why it was refused, or not decoded
 * @param rule that decided
 * @param approvals names of the rules that ask for some
 * @param details lines for people: who must approve, or everything that stands against it
 */
public record PolicyVerdict(
    String outcome,
    Optional<String> reason,
    Optional<String> rule,
    List<String> approvals,
    List<String> details) {
  /** The policy allows it. */
  public static final String ALLOW = "allow";

  /** The policy refuses it. */
  public static final String REFUSE = "refuse";

  /** The decoder does not understand it. */
  public static final String UNDECODABLE = "undecodable";

  /** What the policy decided. */
  public static PolicyVerdict of(Decision decision) {
    return switch (decision) {
      case Decision.Allowed allowed -> allowed(allowed);
      case Decision.Refused refused ->
          new PolicyVerdict(
              REFUSE,
              Optional.of(refused.first().reason().name()),
              refused.first().rule(),
              List.of(),
              refused.refusals().stream().map(Decision.Refusal::toString).toList());
    };
  }

  /** The decoder refused. */
  public static PolicyVerdict undecodable(TransactionException e) {
    return new PolicyVerdict(
        UNDECODABLE,
        Optional.of(e.reason().name()),
        Optional.empty(),
        List.of(),
        List.of(e.getMessage()));
  }

  private static PolicyVerdict allowed(Decision.Allowed allowed) {
    List<String> names = new ArrayList<>();
    List<String> details = new ArrayList<>();
    for (int i = 0; i < allowed.permits().size(); i++) {
      details.add(
          "effect " + (i + 1) + ": permitted by " + String.join(", ", allowed.permits().get(i)));
    }
    for (Decision.RequiredApproval approval : allowed.approvals()) {
      names.add(approval.rule());
      details.add(
          "approvals: %d of %s, asked for by %s"
              .formatted(
                  approval.count(),
                  approval.group().map(group -> "group " + group).orElse("any operators"),
                  approval.rule()));
    }
    return new PolicyVerdict(ALLOW, Optional.empty(), Optional.empty(), names, details);
  }

  /** The outcome with its reason and rule, or its approvals, in a line. */
  public String line() {
    return outcome
        + reason.map(why -> " " + why).orElse("")
        + rule.map(name -> " by " + name).orElse("")
        + (approvals.isEmpty() ? "" : ", approvals by " + String.join(", ", approvals));
  }

  /** For JSON. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("decision", outcome);
    reason.ifPresent(why -> tree.put("reason", why));
    rule.ifPresent(name -> tree.put("rule", name));
    if (outcome.equals(ALLOW)) {
      tree.put("approvals", approvals);
    }
    tree.put("details", details);
    return tree;
  }
}
