package dev.cosigner.cli.policy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tests that a policy is held to: files beside it, {@code NAME.test.json} or {@code
 * NAME.*.test.json} for a policy {@code NAME.json}.
 */
public final class PolicyTests {
  /** Largest file of tests: 4 MiB, what {@link dev.cosigner.eif.StrictJson} reads at most. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final String JSON = ".json";
  private static final String TESTS = ".test.json";

  private PolicyTests() {}

  /**
   * One test, and what came of it.
   *
   * @param file its name
   * @param name of the test
   * @param expected in a line
   * @param found in a line
   */
  public record Result(String file, String name, boolean passed, String expected, String found) {}

  /**
   * What a test expects.
   *
   * @param approvals where it says which rules ask for approvals
   */
  private record Expectation(
      String outcome,
      Optional<String> reason,
      Optional<String> rule,
      Optional<Set<String>> approvals) {
    static Expectation read(JsonFields fields) throws CosignerException {
      String outcome = fields.text("decision");
      Set<String> outcomes =
          Set.of(PolicyVerdict.ALLOW, PolicyVerdict.REFUSE, PolicyVerdict.UNDECODABLE);
      if (!outcomes.contains(outcome)) {
        throw fields.malformed(fields.name("decision"), "allow, refuse or undecodable", outcome);
      }
      Expectation expectation =
          new Expectation(
              outcome,
              fields.optionalText("reason"),
              fields.optionalText("rule"),
              fields.has("approvals")
                  ? Optional.of(Set.copyOf(fields.texts("approvals")))
                  : Optional.empty());
      fields.end();
      if (outcome.equals(PolicyVerdict.ALLOW)
          ? expectation.reason().isPresent() || expectation.rule().isPresent()
          : expectation.reason().isEmpty() || expectation.approvals().isPresent()) {
        throw fields.malformed(
            fields.path(),
            "a reason where it is not allowed, approvals where it is",
            "another combination");
      }
      return expectation;
    }

    boolean isMetBy(PolicyVerdict verdict) {
      return outcome.equals(verdict.outcome())
          && (reason.isEmpty() || reason.equals(verdict.reason()))
          && (rule.isEmpty() || rule.equals(verdict.rule()))
          && (approvals.isEmpty() || approvals.get().equals(new HashSet<>(verdict.approvals())));
    }

    String line() {
      return new PolicyVerdict(
              outcome,
              reason,
              rule,
              approvals.map(names -> names.stream().sorted().toList()).orElse(List.of()),
              List.of())
          .line();
    }
  }

  /**
   * The files beside a policy that hold it to tests, by name.
   *
   * @throws CosignerException {@code policy-tests-missing}
   */
  public static List<Path> beside(Path policy) throws CosignerException, IOException {
    String file = policy.getFileName().toString();
    String base = file.endsWith(JSON) ? file.substring(0, file.length() - JSON.length()) : file;
    Path folder = policy.toAbsolutePath().getParent();
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found =
          files
              .filter(other -> {
                String name = other.getFileName().toString();
                return name.startsWith(base + ".") && name.endsWith(TESTS);
              })
              .sorted()
              .toList();
    }
    if (found.isEmpty()) {
      throw CosignerException.of(
              "policy-tests-missing", ExitCode.BAD_INPUT, "no tests lie beside " + policy)
          .expected(base + TESTS + " or " + base + ".*" + TESTS)
          .found("no such file in " + folder)
          .hint("write the transactions there that the policy must allow and refuse")
          .build();
    }
    return found;
  }

  /**
   * Runs the tests of one file.
   *
   * @throws CosignerException {@code policy-test-malformed} with the path of the field
   */
  public static List<Result> run(Policy policy, Path file) throws CosignerException, IOException {
    JsonFields root =
        JsonFields.of("policy-test", BoundedFile.read(file, MAX_BYTES, "file of policy tests"));
    root.optionalText("$schema");
    root.number("version", 1, 1);
    List<Result> results = new ArrayList<>();
    for (JsonFields fields : root.objects("tests")) {
      PolicyCase test = PolicyCase.read(fields, policy.assets());
      Expectation expectation = Expectation.read(fields.object("expect"));
      fields.end();
      PolicyVerdict verdict = test.judge(policy, Ledger.EMPTY);
      boolean passed = expectation.isMetBy(verdict);
      results.add(
          new Result(
              file.getFileName().toString(),
              test.name(),
              passed,
              expectation.line(),
              verdict.line() + (passed ? "" : ": " + String.join("; ", verdict.details()))));
    }
    root.end();
    if (results.isEmpty()) {
      throw root.malformed("tests", "at least one test", "none");
    }
    return results;
  }
}
