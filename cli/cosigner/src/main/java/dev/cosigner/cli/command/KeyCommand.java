package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.KmsKeys;
import dev.cosigner.cli.aws.PolicyChange;
import dev.cosigner.cli.aws.policy.Finding;
import dev.cosigner.cli.aws.policy.KeyPolicy;
import dev.cosigner.cli.aws.policy.KeyPolicyReader;
import dev.cosigner.cli.aws.policy.PolicyLint;
import dev.cosigner.cli.aws.policy.Rule;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.context.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner key}: KMS keys that protect shares. */
@CommandLine.Command(
    name = "key",
    description = "Make the KMS keys that protect shares.",
    footer = {"", "Examples:", "  cosigner key create --region eu-central-1 policy.json"})
final class KeyCommand extends CommandGroup {
  KeyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Create(invocation()));
  }

  /** {@code cosigner key create}: a key that has its policy from its first moment. */
  @CommandLine.Command(
      name = "create",
      description = {
        "Create a KMS key that has its policy from its first moment.",
        "",
        "The policy must be free of errors ('cosigner key-policy lint'). The key is symmetric and of"
            + " one Region. Its policy is read back and compared; its ARN is printed."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner key create --region eu-central-1 policy.json",
        "  cosigner key create --region eu-central-1 policy.json --description treasury --yes --json"
      })
  private static final class Create extends Command {
    @Parameters(paramLabel = "FILE", description = "The policy.")
    private Path file;

    @Option(
        names = "--region",
        paramLabel = "REGION",
        description = "The Region of the key (default: AWS_REGION, or the context's).")
    private String regionOption;

    @Option(
        names = "--description",
        paramLabel = "TEXT",
        description = "The key's description (default: cosigner shares).")
    private String description = "cosigner shares";

    @Option(
        names = "--allow-any-signed",
        description = "Accept a binding to PCR8 alone: any image that the key ever signs.")
    private boolean allowAnySigned;

    @Mixin private ConfirmationOptions confirmation;

    Create(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException, InterruptedException {
      String region = region();
      byte[] json = BoundedFile.read(file, KeyPolicyReader.MAX_BYTES, "key policy");
      KeyPolicy policy = KeyPolicyFiles.policy(json, file.toString());
      PolicyChange.requireUnlocked(policy, Optional.empty());
      requireNoErrors(policy);
      String text = new String(json, StandardCharsets.UTF_8);
      try (KmsKeys keys = KmsKeys.in(region, KeyPolicyFiles.profile(invocation()))) {
        invocation()
            .prompts()
            .confirm(
                "Create a key in %s with the policy of %s?".formatted(region, file),
                confirmation.yes());
        String key = keys.create(text, description);
        try (var _ = invocation().interruption().leaving(() -> "the key " + key)) {
          KeyPolicyFiles.requireSame(text, keys.policy(key), key);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", key);
        invocation().output().result(tree, key);
        return ExitCode.DONE;
      }
    }

    private String region() throws CosignerException {
      return invocation()
          .settings()
          .orElse(regionOption, Setting.AWS_REGION)
          .orElseThrow(() ->
              CosignerException.of("missing-argument", ExitCode.USAGE, "no Region was given")
                  .expected("--region, AWS_REGION, or one in the context in use")
                  .found("none of them")
                  .hint("give --region, such as eu-central-1")
                  .build());
    }

    private void requireNoErrors(KeyPolicy policy) throws CosignerException {
      List<Finding> errors =
          PolicyLint.check(policy, List.of(), Optional.empty(), allowAnySigned).stream()
              .filter(finding -> finding.rule().level() == Rule.Level.ERROR)
              .toList();
      if (!errors.isEmpty()) {
        throw CosignerException.of(
                "policy-has-errors", ExitCode.REFUSED, "the policy does not bind the key")
            .expected("a policy without errors, such as 'cosigner key-policy create' makes")
            .found(
                String.join(
                    "\n", errors.stream().map(f -> f.rule().id() + ": " + f.detail()).toList()))
            .hint("'cosigner key-policy lint " + file + "' says how to mend them")
            .build();
      }
    }
  }
}
