package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.KmsKeys;
import dev.cosigner.cli.aws.PolicyChange;
import dev.cosigner.cli.aws.policy.KeyPolicy;
import dev.cosigner.cli.aws.policy.KeyPolicyReader;
import dev.cosigner.cli.aws.policy.PolicyDiff;
import dev.cosigner.cli.ceremony.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner key-policy apply}: gives a key another policy. */
@CommandLine.Command(
    name = "apply",
    description = {
      "Give a key another policy.",
      "",
      "Shows who gains and who loses what, asks, puts the policy, reads it back and compares. A policy"
          + " that locks the key is refused, and so is one by which anyone gains anything, unless"
          + " --allow-loosening names them."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy apply --key $KEY policy.json",
      "  cosigner key-policy apply --key $KEY policy.json --allow-loosening $ROLE --yes"
    })
final class KeyPolicyApplyCommand extends Command {
  @Parameters(paramLabel = "FILE", description = "The new policy.")
  private Path file;

  @Option(names = "--key", required = true, paramLabel = "ARN", description = "The key's ARN.")
  private String key;

  @Option(
      names = "--allow-loosening",
      paramLabel = "WHO",
      description = "One who may gain by the new policy, as the difference names them. Repeatable.")
  private List<String> allowLoosening = new ArrayList<>();

  @Mixin private ConfirmationOptions confirmation;

  KeyPolicyApplyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    byte[] json = BoundedFile.read(file, KeyPolicyReader.MAX_BYTES, "key policy");
    KeyPolicy policy = KeyPolicyFiles.policy(json, file.toString());
    try (KmsKeys keys = KmsKeys.ofKey(key, KeyPolicyFiles.profile(invocation()))) {
      Optional<String> account = Optional.of(KmsKeys.account(key));
      PolicyChange.requireUnlocked(policy, account);
      KeyPolicy present =
          KeyPolicyFiles.policy(
              keys.policy(key).getBytes(StandardCharsets.UTF_8), "the key " + key);
      PolicyDiff diff = PolicyDiff.between(present, policy, account);
      String shown = KeyPolicyDiffReport.text(diff);
      invocation().output().progress("by the new policy of " + key + ":");
      invocation().output().details(shown.lines().toList());
      PolicyChange.requireNoLooser(diff, allowLoosening);
      invocation().prompts().confirm("Put this policy on " + key + "?", confirmation.yes());
      String text = new String(json, StandardCharsets.UTF_8);
      keys.putPolicy(key, text);
      KeyPolicyFiles.requireSame(text, keys.policy(key), key);
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("key", key);
      tree.putAll(KeyPolicyDiffReport.document(diff));
      invocation().output().result(tree, "the policy of " + file + " is on " + key);
      return ExitCode.DONE;
    }
  }
}
