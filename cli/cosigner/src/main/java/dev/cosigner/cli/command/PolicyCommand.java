package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.TransactionRefusal;
import dev.cosigner.cli.policy.PolicyFile;
import dev.cosigner.cli.policy.PolicyReview;
import dev.cosigner.cli.policy.PolicySchema;
import dev.cosigner.cli.policy.PolicyTests;
import dev.cosigner.cli.policy.PolicyVerdict;
import dev.cosigner.cli.policy.PolicyWords;
import dev.cosigner.cli.policy.Simulation;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.PolicyCodec;
import dev.cosigner.transaction.policy.Proposal;
import dev.cosigner.transaction.policy.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner policy}: policies on the workstation, before an enclave has them. */
@CommandLine.Command(
    name = "policy",
    description = "Check, test and explain policies.",
    footer = {
      "",
      "Examples:",
      "  cosigner policy lint treasury.json",
      "  cosigner policy test treasury.json"
    })
final class PolicyCommand extends CommandGroup {
  PolicyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(
        new Lint(invocation()),
        new Test(invocation()),
        new Explain(invocation()),
        new Simulate(invocation()),
        new PolicyAbiCommand(invocation()),
        new Schema(invocation()));
  }

  private static Map<String, Object> identity(Policy policy) {
    byte[] encoded = PolicyCodec.encode(policy);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", policy.name());
    tree.put("sha256", Sha256.hex(encoded));
    tree.put("bytes", encoded.length);
    tree.put("rules", policy.rules().size());
    return tree;
  }

  private static String heading(Map<String, Object> identity) {
    return "policy %s: %s rules, %s bytes, SHA-256 %s"
        .formatted(
            identity.get("policy"),
            identity.get("rules"),
            identity.get("bytes"),
            identity.get("sha256"));
  }

  /** {@code cosigner policy lint}. */
  @CommandLine.Command(
      name = "lint",
      description = {
        "Check that a policy is well-formed, and review it.",
        "",
        "Exits 1 where it lets go an asset that no limit bounds; with --strict, where there is anything"
            + " to ask. Prints the SHA-256 of the policy's one encoding."
      },
      footer = {"", "Examples:", "  cosigner policy lint treasury.json --strict"})
  private static final class Lint extends Command {
    @Parameters(paramLabel = "POLICY", description = "The policy, a JSON file.")
    private Path file;

    @Option(names = "--strict", description = "Exit 1 for every finding.")
    private boolean strict;

    Lint(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Policy policy = PolicyFile.read(file);
      List<PolicyReview.Finding> findings = PolicyReview.of(policy);
      Map<String, Object> tree = identity(policy);
      tree.put("findings", findings);
      Table table = Table.withHeadings("finding", "rule", "what");
      for (PolicyReview.Finding finding : findings) {
        table.row((finding.grave() ? "error " : "") + finding.id(), finding.rule(), finding.text());
      }
      invocation().output().result(tree, heading(tree) + (findings.isEmpty() ? "" : "\n" + table));
      boolean failed = findings.stream().anyMatch(finding -> strict || finding.grave());
      return failed ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }
  }

  /** {@code cosigner policy test}. */
  @CommandLine.Command(
      name = "test",
      description = {
        "Hold a policy to its tests.",
        "",
        "They lie beside it: NAME.test.json and NAME.*.test.json for NAME.json. Each states a"
            + " transaction, a wallet, a time, a ledger and the decision. Exits 1 where one is another."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner policy test treasury.json",
        "  cosigner policy test treasury.json --tests incident.test.json --json"
      })
  private static final class Test extends Command {
    @Parameters(paramLabel = "POLICY", description = "The policy, a JSON file.")
    private Path file;

    @Option(
        names = "--tests",
        paramLabel = "FILE",
        description = "Other tests than those beside it; may be repeated.")
    private List<Path> tests = List.of();

    Test(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Policy policy = PolicyFile.read(file);
      List<PolicyTests.Result> results = new ArrayList<>();
      for (Path path : tests.isEmpty() ? PolicyTests.beside(file) : tests) {
        results.addAll(PolicyTests.run(policy, path));
      }
      long failed = results.stream().filter(result -> !result.passed()).count();
      Table table = Table.withHeadings("result", "file", "test", "decision");
      for (PolicyTests.Result result : results) {
        table.row(
            result.passed() ? "ok" : "FAILED",
            result.file(),
            result.name(),
            result.passed()
                ? result.found()
                : "expected " + result.expected() + ", found " + result.found());
      }
      Map<String, Object> tree = identity(policy);
      tree.put("passed", results.size() - failed);
      tree.put("failed", failed);
      tree.put("tests", results);
      invocation()
          .output()
          .result(
              tree,
              "%s\n%s\n%d of %d tests passed"
                  .formatted(heading(tree), table, results.size() - failed, results.size()));
      return failed == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }
  }

  /** {@code cosigner policy explain}. */
  @CommandLine.Command(
      name = "explain",
      description = {
        "Say a policy in sentences, or what it makes of one transaction.",
        "",
        "A transaction is allowed where a permit names each of its effects and every other rule holds;"
            + " what no permit names is refused. For a transaction, everything that stands against it"
            + " is listed with what it would have taken. Exits 0 for either decision."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner policy explain treasury.json",
        "  cosigner policy explain treasury.json --tx payment.txt --chain solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"
      })
  private static final class Explain extends Command {
    @Parameters(paramLabel = "POLICY", description = "The policy, a JSON file.")
    private Path file;

    @Option(
        names = "--tx",
        paramLabel = "FILE",
        description = "A transaction to judge, or - for standard input.")
    private String transaction;

    @Option(
        names = "--time",
        paramLabel = "TIME",
        description = "When, such as 2026-11-24T12:00:00Z (default: now).")
    private String time;

    @Mixin private TransactionOptions options;

    Explain(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Policy policy = PolicyFile.read(file);
      Map<String, Object> tree = identity(policy);
      if (transaction == null) {
        Table table = Table.ofFields();
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Rule rule : policy.rules()) {
          String sentence = PolicyWords.of(policy, rule);
          table.row(rule.name(), sentence);
          rules.add(Map.of("name", rule.name(), "says", sentence));
        }
        tree.put("sentences", rules);
        invocation().output().result(tree, heading(tree) + "\n" + table);
        return ExitCode.DONE;
      }
      Proposal proposal;
      try {
        DecodedTransaction decoded = options.read(transaction).decode(policy.references());
        proposal = Proposal.of(decoded, options.wallet(decoded));
      } catch (TransactionException e) {
        throw TransactionRefusal.of(e);
      }
      PolicyVerdict verdict = PolicyVerdict.of(policy.evaluate(Ledger.EMPTY, now(), proposal));
      tree.put("effects", EffectReport.tree(proposal.effects()));
      tree.putAll(verdict.tree());
      invocation()
          .output()
          .result(
              tree,
              EffectReport.table(proposal.effects(), policy.assets())
                  + "\n"
                  + verdict.line()
                  + "\n  "
                  + String.join("\n  ", verdict.details()));
      return ExitCode.DONE;
    }

    private long now() throws CosignerException {
      if (time == null) {
        return Instant.now().getEpochSecond();
      }
      try {
        return Instant.parse(time).getEpochSecond();
      } catch (DateTimeException e) {
        throw CosignerException.of("time-malformed", ExitCode.USAGE, "no time is written like this")
            .expected("a time such as 2026-11-24T12:00:00Z")
            .found(time)
            .cause(e)
            .build();
      }
    }
  }

  /** {@code cosigner policy simulate}. */
  @CommandLine.Command(
      name = "simulate",
      description = {
        "Run a history of transactions through a policy.",
        "",
        "What it allows counts for the limits of what follows. The file has an array \"transactions\""
            + " of tests without ledger and expectation."
      },
      footer = {"", "Examples:", "  cosigner policy simulate treasury.json november.json"})
  private static final class Simulate extends Command {
    @Parameters(index = "0", paramLabel = "POLICY", description = "The policy, a JSON file.")
    private Path file;

    @Parameters(index = "1", paramLabel = "HISTORY", description = "The transactions, a JSON file.")
    private Path history;

    Simulate(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Policy policy = PolicyFile.read(file);
      Table table = Table.withHeadings("time", "transaction", "decision", "why");
      List<Map<String, Object>> steps = new ArrayList<>();
      for (Simulation.Step step : Simulation.run(policy, history)) {
        String time = Instant.ofEpochSecond(step.time()).toString();
        PolicyVerdict verdict = step.verdict();
        boolean allowed = verdict.outcome().equals(PolicyVerdict.ALLOW);
        table.row(time, step.name(), verdict.line(), allowed ? "" : verdict.details().getFirst());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("time", time);
        entry.put("name", step.name());
        entry.putAll(verdict.tree());
        steps.add(entry);
      }
      Map<String, Object> tree = identity(policy);
      tree.put("transactions", steps);
      invocation().output().result(tree, heading(tree) + "\n" + table);
      return ExitCode.DONE;
    }
  }

  /** {@code cosigner policy schema}. */
  @CommandLine.Command(
      name = "schema",
      description = "Print the JSON Schema of policies, or of their tests.",
      footer = {
        "",
        "Examples:",
        "  cosigner policy schema > policy.schema.json",
        "  cosigner policy schema --tests > policy-tests.schema.json"
      })
  private static final class Schema extends Command {
    @Option(names = "--tests", description = "That of tests and histories.")
    private boolean tests;

    Schema(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      PolicySchema schema = tests ? PolicySchema.TESTS : PolicySchema.POLICY;
      invocation().output().result(schema.tree(), schema.text().stripTrailing());
      return ExitCode.DONE;
    }
  }
}
