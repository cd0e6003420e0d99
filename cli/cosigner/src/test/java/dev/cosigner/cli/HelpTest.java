package dev.cosigner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cosigner.cli.CommandRun.Ended;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** Every command explains itself, and its examples are lines that the parser takes. */
class HelpTest {
  private static final String EXAMPLE = "  cosigner ";

  @TestFactory
  Stream<DynamicTest> everyCommandHasHelpWithExamples() {
    List<List<String>> commands = new ArrayList<>();
    collect(CommandModel.current(), List.of(), commands);
    return commands.stream()
        .map(words -> dynamicTest("cosigner " + String.join(" ", words), () -> checkHelp(words)));
  }

  private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
    all.add(words);
    command
        .getSubcommands()
        .forEach((name, child) -> {
          List<String> longer = new ArrayList<>(words);
          longer.add(name);
          collect(child, longer, all);
        });
  }

  private static void checkHelp(List<String> words) {
    List<String> line = new ArrayList<>(words);
    line.add("--help");
    Ended ended = CommandRun.bare().run(line.toArray(String[]::new));
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("Usage: cosigner").contains("\nExamples:\n");
    List<String> examples = ended.out().lines().filter(text -> text.startsWith(EXAMPLE)).toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      CommandModel.current().parseArgs(split(example.substring(EXAMPLE.length())));
    }
  }

  /** A run makes the model of the one command that it runs, and of all where it may need others. */
  @Test
  void aRunMakesTheModelOfItsCommand() {
    for (String name : CommandModel.current().getSubcommands().keySet()) {
      assertThat(CommandModel.neededBy(name, "--json").getSubcommands())
          .satisfies(needed -> {
            assertThat(needed).containsKey(name);
            assertThat(needed.size() == 1).isEqualTo(!name.equals("help"));
          });
    }
    int all = CommandModel.current().getSubcommands().size();
    assertThat(CommandModel.neededBy("--version").getSubcommands()).isEmpty();
    assertThat(CommandModel.neededBy().getSubcommands()).hasSize(all);
    assertThat(CommandModel.neededBy("lanch").getSubcommands()).hasSize(all);
    assertThat(CommandModel.neededBy("--json", "list").getSubcommands()).hasSize(all);
  }

  /** The arguments of an example, up to a pipe or redirection. */
  private static String[] split(String example) {
    return Arrays.stream(example.strip().split(" +"))
        .takeWhile(word -> !word.equals("|") && !word.equals(">"))
        .toArray(String[]::new);
  }

  @Test
  void helpIsOneDocumentWithJson() {
    assertThat(CommandRun.bare().run("help", "help", "--json").json().get("usage").asText())
        .startsWith("Usage: cosigner help");
    assertThat(CommandRun.bare().run("help", "--help", "--json").json().get("usage").asText())
        .startsWith("Usage: cosigner help");
  }

  @Test
  void helpOfAnUnknownCommandNamesTheKnownOnes() {
    Ended ended = CommandRun.bare().run("help", "nope");
    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("expected: one of ").contains("help").contains("found: nope");
  }

  @Test
  void theVersionComesFromTheBuild() {
    assertThat(CommandRun.bare().run("--version").out()).matches("cosigner \\d+\\.\\d+\\.\\d+\n");
    assertThat(CommandRun.bare().run("--version", "--json").json().get("version").asText())
        .matches("\\d+\\.\\d+\\.\\d+");
  }
}
