package dev.cosigner.cli.command;

import dev.cosigner.cli.aws.policy.PolicyDiff;
import dev.cosigner.cli.aws.policy.PolicyDiff.Change;
import dev.cosigner.cli.aws.policy.PolicyDiff.Direction;
import dev.cosigner.cli.aws.policy.Verdict;
import dev.cosigner.cli.ui.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what changes between two key policies. */
final class KeyPolicyDiffReport {
  private KeyPolicyDiffReport() {}

  static Map<String, Object> document(PolicyDiff diff) {
    List<Map<String, Object>> changes = new ArrayList<>();
    for (Change change : diff.changes()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("principal", change.who());
      tree.put("action", change.action().text());
      tree.put("change", change.direction().text());
      tree.put("when", change.when());
      if (change.situation().isPresent()) {
        tree.put("before", change.before().text());
        tree.put("after", change.after().text());
      }
      changes.add(tree);
    }
    return Map.of("changes", changes);
  }

  /** One line for each caller, direction and request, with the operations that share it. */
  static String text(PolicyDiff diff) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Change change : diff.changes()) {
      String left =
          change.after() != Verdict.Outcome.LEFT_TO_IAM
              ? ""
              : change.direction() == Direction.GAINS
                  ? " (if IAM allows it)"
                  : " (now left to IAM)";
      String line =
          "%s %s, %s%s: ".formatted(change.who(), change.direction().text(), change.when(), left);
      lines.computeIfAbsent(line, key -> new ArrayList<>()).add(change.action().operation());
    }
    if (lines.isEmpty()) {
      return "nobody gains or loses anything";
    }
    List<String> text = new ArrayList<>();
    lines.forEach((line, actions) -> text.add(Printable.of(line + String.join(", ", actions))));
    return String.join("\n", text);
  }
}
