package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.policy.PolicyDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner key-policy diff}: who gains and who loses what. */
@CommandLine.Command(
    name = "diff",
    description = {
      "Say who gains and who loses what from one policy to another.",
      "",
      "Each change comes with a request that the two decide differently. Where conditions are such"
          + " that not all requests can be tried (wildcards, numbers, dates), the change is said to be"
          + " possible both ways."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy diff old.json new.json",
      "  cosigner key-policy diff old.json new.json --account 111122223333 --json"
    })
final class KeyPolicyDiffCommand extends Command {
  @Parameters(index = "0", paramLabel = "A", description = "The policy before.")
  private Path before;

  @Parameters(index = "1", paramLabel = "B", description = "The policy after.")
  private Path after;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The key's account (default: the one that both policies name, if it is one).")
  private String account;

  KeyPolicyDiffCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    Optional<String> keyAccount = KeyPolicyFiles.account(account);
    PolicyDiff diff =
        PolicyDiff.between(KeyPolicyFiles.policy(before), KeyPolicyFiles.policy(after), keyAccount);
    invocation()
        .output()
        .result(KeyPolicyDiffReport.document(diff), KeyPolicyDiffReport.text(diff));
    return ExitCode.DONE;
  }
}
