package dev.cosigner.cli.aws;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.aws.policy.Finding;
import dev.cosigner.cli.aws.policy.KeyPolicy;
import dev.cosigner.cli.aws.policy.PolicyDiff;
import dev.cosigner.cli.aws.policy.PolicyDiff.Change;
import dev.cosigner.cli.aws.policy.PolicyDiff.Direction;
import dev.cosigner.cli.aws.policy.PolicyLint;
import dev.cosigner.cli.aws.policy.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a key may be given a policy: never one that locks it, and no looser one unnamed. */
public final class PolicyChange {
  private static final Set<Rule> LOCKING = Set.of(Rule.NO_ADMINISTRATOR, Rule.DENY_LOCKS_OUT);

  private PolicyChange() {}

  /**
   * Refuses a policy that nobody could change any more.
   *
   * @param account the key's account, if it is known
   */
  public static void requireUnlocked(KeyPolicy policy, Optional<String> account)
      throws CosignerException {
    for (Finding finding : PolicyLint.check(policy, List.of(), account, false)) {
      if (LOCKING.contains(finding.rule())) {
        throw CosignerException.of(
                "policy-locks", ExitCode.REFUSED, "the policy would lock the key for ever")
            .expected("a policy that named administrators can change")
            .found(finding.rule().title() + ": " + finding.detail())
            .hint(finding.rule().mend())
            .build();
      }
    }
  }

  /**
   * Refuses a change by which someone gains, or may gain, anything, unless they are named.
   *
   * @param diff what would change
   * @param allowed those who may gain, as the difference names them
   */
  public static void requireNoLooser(PolicyDiff diff, List<String> allowed)
      throws CosignerException {
    List<Change> gains =
        diff.changes().stream()
            .filter(change -> change.direction() != Direction.LOSES)
            .filter(change -> !allowed.contains(change.who()))
            .toList();
    if (!gains.isEmpty()) {
      Change first = gains.getFirst();
      throw CosignerException.of(
              "policy-loosens",
              ExitCode.REFUSED,
              "the policy gives more than the key's present one")
          .expected("nobody to gain anything")
          .found(
              "%s %s %s, %s%s"
                  .formatted(
                      first.who(),
                      first.direction().text(),
                      first.action().operation(),
                      first.when(),
                      gains.size() > 1 ? ", and " + (gains.size() - 1) + " more" : ""))
          .hint("if this is meant, name who may gain: --allow-loosening '" + first.who() + "'")
          .build();
    }
  }
}
