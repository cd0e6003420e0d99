package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.Version;
import dev.cosigner.cli.aws.KmsKeys;
import dev.cosigner.cli.aws.policy.Finding;
import dev.cosigner.cli.aws.policy.PolicyLint;
import dev.cosigner.cli.aws.policy.Rule;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner key-policy lint}: mistakes in a policy. */
@CommandLine.Command(
    name = "lint",
    description = {
      "Find the mistakes in the policy of a key that only enclaves should use.",
      "",
      "Each finding has an id, the statement, why it matters and how it is mended. Exits 1 if one is"
          + " an error; warnings and notes do not fail."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy lint policy.json",
      "  cosigner key-policy lint policy.json --grants grants.json --json",
      "  cosigner key-policy lint policy.json --sarif > lint.sarif",
      "  cosigner key-policy lint --key $KEY"
    })
final class KeyPolicyLintCommand extends Command {
  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** Where the policy is. */
  private static final class Source {
    @Parameters(paramLabel = "FILE", description = "The policy.")
    private Path file;

    @Option(
        names = "--key",
        paramLabel = "ARN",
        description =
            "A key, whose policy and grants are fetched with the AWS credentials at hand.")
    private String key;
  }

  @Option(
      names = "--grants",
      paramLabel = "F",
      description = "The key's grants, as 'aws kms list-grants' prints them.")
  private Path grants;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The key's account (default: the one that the policy names, if it is one).")
  private String account;

  @Option(
      names = "--allow-any-signed",
      description = "Accept a binding to PCR8 alone: any image that the key ever signs.")
  private boolean allowAnySigned;

  @Option(names = "--sarif", description = "Print the findings as SARIF 2.1.0.")
  private boolean sarif;

  KeyPolicyLintCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    List<Finding> findings = source.key == null ? ofFile() : ofKey();
    if (sarif) {
      Map<String, Object> document =
          Sarif.document(
              source.key == null ? source.file.toString() : source.key,
              findings,
              Version.current());
      String text = new String(StrictJson.indented(document), StandardCharsets.UTF_8);
      invocation().output().result(document, text.stripTrailing());
    } else {
      invocation().output().result(document(findings), text(findings));
    }
    boolean errors =
        findings.stream().anyMatch(finding -> finding.rule().level() == Rule.Level.ERROR);
    return errors ? ExitCode.CHECK_FAILED : ExitCode.DONE;
  }

  private List<Finding> ofFile() throws CosignerException, IOException {
    return PolicyLint.check(
        KeyPolicyFiles.policy(source.file),
        KeyPolicyFiles.grants(grants),
        KeyPolicyFiles.account(account),
        allowAnySigned);
  }

  private List<Finding> ofKey() throws CosignerException {
    if (grants != null || account != null) {
      throw CosignerException.of(
              "invalid-value", ExitCode.USAGE, "--key comes with its own grants and account")
          .expected("--key alone")
          .found("--key with --grants or --account")
          .hint("leave them out")
          .build();
    }
    try (KmsKeys keys = KmsKeys.ofKey(source.key, KeyPolicyFiles.profile(invocation()))) {
      return PolicyLint.check(
          KeyPolicyFiles.policy(
              keys.policy(source.key).getBytes(StandardCharsets.UTF_8), "the key " + source.key),
          KeyPolicyFiles.grants(StrictJson.indented(keys.grants(source.key)), source.key),
          Optional.of(KmsKeys.account(source.key)),
          allowAnySigned);
    }
  }

  static Map<String, Object> document(List<Finding> findings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", finding.rule().id());
      tree.put("level", finding.rule().level().text());
      finding
          .statement()
          .ifPresent(statement -> {
            tree.put("statement", statement.index());
            statement.sid().ifPresent(sid -> tree.put("sid", sid));
          });
      tree.put("message", finding.rule().title());
      tree.put("detail", finding.detail());
      tree.put("why", finding.rule().why());
      tree.put("mend", finding.rule().mend());
      all.add(tree);
    }
    return Map.of("findings", all);
  }

  static String text(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "no mistakes found";
    }
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      Rule rule = finding.rule();
      lines.add(
          "%s: %s [%s]%s"
              .formatted(
                  rule.level().text(),
                  rule.title(),
                  rule.id(),
                  finding.statement().map(s -> ", statement " + s.label()).orElse("")));
      lines.add("  found: " + finding.detail());
      lines.add("  why: " + rule.why());
      lines.add("  mend: " + rule.mend());
    }
    return String.join("\n", lines.stream().map(Printable::of).toList());
  }
}
