package dev.cosigner.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * The committed completions are those of the command line as it is. After a change of it, {@code
 * ./check -pl cli/cosigner -am -Dtest=CompletionTest -Dcosigner.completions.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false} writes them anew.
 */
class CompletionTest {
  private static final Path FOLDER = Path.of("../../completions");

  private static Map<String, String> generated() {
    CommandLine program = CommandModel.current();
    CompletionModel model = CompletionModel.of(program);
    return Map.of(
        "cosigner.bash", AutoComplete.bash("cosigner", program),
        "cosigner.fish", FishCompletion.generate(model),
        "_cosigner", ZshCompletion.generate(model));
  }

  @Test
  void theCommittedFilesAreTrue() throws IOException {
    for (Map.Entry<String, String> file : generated().entrySet()) {
      Path path = FOLDER.resolve(file.getKey());
      if (Boolean.getBoolean("cosigner.completions.write")) {
        Files.writeString(path, file.getValue());
      }
      assertThat(path)
          .as("%s; see this class on how to write it anew", path)
          .hasContent(file.getValue());
    }
  }

  @Test
  void bashCompletesCommands() throws Exception {
    assertThat(complete("cosigner", "he")).containsExactly("help");
    assertThat(complete("cosigner", "--ver")).containsExactly("--version");
  }

  private static String[] complete(String... words) throws Exception {
    String script =
        """
        source ../../completions/cosigner.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _complete_cosigner
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", script, "bash");
    bash.command().addAll(java.util.List.of(words));
    Process process = bash.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip().split("\\s+");
  }
}
