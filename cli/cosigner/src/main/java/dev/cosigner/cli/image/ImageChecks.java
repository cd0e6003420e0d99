package dev.cosigner.cli.image;

import dev.cosigner.cli.ui.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was checked of an image, each with its outcome. */
public final class ImageChecks {
  private final List<Check> checks = new ArrayList<>();

  private record Check(String name, boolean passed, String detail) {}

  /** Adds a check that passed. */
  public void passed(String name, String detail) {
    checks.add(new Check(name, true, detail));
  }

  /** Adds a check that failed. */
  public void failed(String name, String detail) {
    checks.add(new Check(name, false, detail));
  }

  /** Adds a check that passed or failed. */
  public void add(String name, boolean passed, String detail) {
    checks.add(new Check(name, passed, detail));
  }

  /** Whether none has failed. */
  public boolean allPassed() {
    return checks.stream().allMatch(Check::passed);
  }

  /** For scripts. */
  public List<Map<String, Object>> document() {
    return checks.stream().map(ImageChecks::tree).toList();
  }

  private static Map<String, Object> tree(Check check) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("check", check.name());
    tree.put("passed", check.passed());
    tree.put("detail", check.detail());
    return tree;
  }

  /** For people. */
  public String text() {
    Table table = Table.ofFields();
    for (Check check : checks) {
      table.row((check.passed() ? "passed  " : "FAILED  ") + check.name(), check.detail());
    }
    return table.toString();
  }
}
