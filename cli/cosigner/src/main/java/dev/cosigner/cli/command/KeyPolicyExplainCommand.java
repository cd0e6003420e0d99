package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.policy.PolicyExplanation;
import dev.cosigner.cli.ui.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner key-policy explain}: a policy in plain sentences. */
@CommandLine.Command(
    name = "explain",
    description = {
      "Say in plain sentences who can do what.",
      "",
      "What each statement says, who can use the key without attestation, and who could change or go"
          + " around the policy."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy explain policy.json",
      "  cosigner key-policy explain policy.json --account 111122223333 --json"
    })
final class KeyPolicyExplainCommand extends Command {
  @Parameters(paramLabel = "FILE", description = "The policy.")
  private Path file;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The key's account (default: the one that the policy names, if it is one).")
  private String account;

  KeyPolicyExplainCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    PolicyExplanation explanation =
        PolicyExplanation.of(KeyPolicyFiles.policy(file), KeyPolicyFiles.account(account));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("statements", explanation.statements());
    tree.put("unattestedUse", explanation.unattested());
    tree.put("couldChange", explanation.changes());
    List<String> lines = new ArrayList<>(explanation.statements());
    section(lines, "Without attestation the key can be used by", explanation.unattested());
    section(lines, "The policy could be changed or gone around by", explanation.changes());
    invocation()
        .output()
        .result(tree, String.join("\n", lines.stream().map(Printable::of).toList()));
    return ExitCode.DONE;
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.add("");
    lines.add(title + (content.isEmpty() ? " nobody." : ":"));
    content.forEach(line -> lines.add("  " + line));
  }
}
