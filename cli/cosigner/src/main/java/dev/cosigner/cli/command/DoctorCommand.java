package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.doctor.Check;
import dev.cosigner.cli.doctor.Diagnosis;
import dev.cosigner.cli.doctor.Machine;
import dev.cosigner.cli.doctor.Purpose;
import dev.cosigner.cli.ui.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code cosigner doctor}: what this machine lacks. */
@CommandLine.Command(
    name = "doctor",
    description = {
      "Say what this machine lacks, and what to do about it.",
      "",
      "Looks at programs, devices, memory, disk and clock, and whether AWS credentials are found;"
          + " they are never shown. Nothing is changed. Exits 1 if something is missing for a"
          + " purpose that was named; without one all are looked at, and the exit code is 0."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner doctor",
      "  cosigner doctor qemu",
      "  cosigner doctor nitro kms --json"
    })
final class DoctorCommand extends Command {
  @Parameters(
      arity = "0..*",
      paramLabel = "PURPOSE",
      description = "What the machine is for: build, qemu, nitro or kms (default: all).")
  private List<String> purposes = new ArrayList<>();

  DoctorCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    Set<Purpose> asked = asked();
    Map<String, Path> work = new LinkedHashMap<>();
    work.put("state directory", invocation().state().root());
    Machine machine =
        new Machine(
            invocation().environment(),
            Path.of("/"),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            work,
            invocation().settings());
    Diagnosis diagnosis = Diagnosis.of(machine, asked);
    invocation().output().result(document(diagnosis), text(diagnosis));
    boolean ready = asked.stream().allMatch(diagnosis::ready);
    return ready || purposes.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private Set<Purpose> asked() throws CosignerException {
    if (purposes.isEmpty()) {
      return EnumSet.allOf(Purpose.class);
    }
    Set<Purpose> asked = EnumSet.noneOf(Purpose.class);
    for (String name : purposes) {
      asked.add(
          Arrays.stream(Purpose.values())
              .filter(purpose -> purpose.text().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> KeyPolicyFiles.invalid("PURPOSE", "build, qemu, nitro or kms", name)));
    }
    return asked;
  }

  static Map<String, Object> document(Diagnosis diagnosis) {
    Map<String, Object> ready = new LinkedHashMap<>();
    diagnosis.asked().forEach(purpose -> ready.put(purpose.text(), diagnosis.ready(purpose)));
    List<Map<String, Object>> checks = new ArrayList<>();
    for (Check check : diagnosis.checks()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("purpose", check.purpose().text());
      tree.put("id", check.id());
      tree.put("state", check.state().text());
      tree.put("found", check.found());
      tree.put("remedy", check.remedy().isEmpty() ? null : check.remedy());
      checks.add(tree);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ready", ready);
    document.put("checks", checks);
    return document;
  }

  static String text(Diagnosis diagnosis) {
    Table table = Table.withHeadings("for", "check", "state", "found");
    for (Check check : diagnosis.checks()) {
      table.row(check.purpose().text(), check.id(), check.state().text(), check.found());
    }
    List<String> parts = new ArrayList<>(List.of(table.toString()));
    String remedies =
        diagnosis.checks().stream()
            .filter(check -> check.state() == Check.State.MISSING)
            .map(check -> "  " + check.id() + ": " + check.remedy())
            .distinct()
            .collect(Collectors.joining("\n"));
    if (!remedies.isEmpty()) {
      parts.add("What to do:\n" + remedies);
    }
    parts.add(
        diagnosis.asked().stream()
            .map(purpose ->
                purpose.text() + ": " + (diagnosis.ready(purpose) ? "ready" : "not ready"))
            .collect(Collectors.joining("\n")));
    return String.join("\n\n", parts);
  }
}
