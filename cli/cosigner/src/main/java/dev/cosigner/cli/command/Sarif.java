package dev.cosigner.cli.command;

import dev.cosigner.cli.aws.policy.Finding;
import dev.cosigner.cli.aws.policy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings as SARIF 2.1.0 (OASIS), which pipelines show beside the file. */
final class Sarif {
  private Sarif() {}

  static Map<String, Object> document(String file, List<Finding> findings, String version) {
    List<Object> rules = new ArrayList<>();
    for (Rule rule : findings.stream().map(Finding::rule).distinct().sorted().toList()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", rule.id());
      tree.put("shortDescription", text(rule.title()));
      tree.put("fullDescription", text(rule.why()));
      tree.put("help", text(rule.mend()));
      tree.put("defaultConfiguration", Map.of("level", rule.level().text()));
      rules.add(tree);
    }
    List<Object> results = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> location = new LinkedHashMap<>();
      location.put(
          "physicalLocation", Map.of("artifactLocation", Map.of("uri", file.replace('\\', '/'))));
      finding
          .statement()
          .ifPresent(statement ->
              location.put(
                  "logicalLocations",
                  List.of(
                      Map.of(
                          "name",
                          statement.sid().orElse(Integer.toString(statement.index())),
                          "fullyQualifiedName",
                          "Statement/" + statement.index()))));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("ruleId", finding.rule().id());
      result.put("level", finding.rule().level().text());
      result.put("message", text(finding.rule().title() + ": " + finding.detail()));
      result.put("locations", List.of(location));
      results.add(result);
    }
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "cosigner key-policy lint");
    driver.put("version", version);
    driver.put("rules", rules);
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("results", results);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    document.put("version", "2.1.0");
    document.put("runs", List.of(run));
    return document;
  }

  private static Map<String, String> text(String text) {
    return Map.of("text", text);
  }
}
