package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.Invocation;
import java.util.List;
import picocli.CommandLine;

/** {@code cosigner key-policy}: policies of the KMS keys that only enclaves may use. */
@CommandLine.Command(
    name = "key-policy",
    description = {
      "Make and judge the policies of KMS keys.",
      "",
      "A key that protects shares must be usable by one enclave image and by nothing else. These"
          + " commands need no AWS account unless a key is named."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy create --measurements m.json --role $ROLE --administrators $A $B",
      "  cosigner key-policy lint policy.json",
      "  cosigner key-policy diff old.json new.json"
    })
final class KeyPolicyCommand extends CommandGroup {
  KeyPolicyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(
        new KeyPolicyCreateCommand(invocation()),
        new KeyPolicyLintCommand(invocation()),
        new KeyPolicySimulateCommand(invocation()),
        new KeyPolicyExplainCommand(invocation()),
        new KeyPolicyDiffCommand(invocation()),
        new KeyPolicyApplyCommand(invocation()));
  }
}
