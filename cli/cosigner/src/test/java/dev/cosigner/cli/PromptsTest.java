package dev.cosigner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Mixin;

class PromptsTest {
  @picocli.CommandLine.Command(name = "erase", description = "Ask, then act.")
  static final class Erase extends Command {
    @Mixin private ConfirmationOptions confirmation;

    Erase(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, InterruptedException {
      invocation().prompts().confirm("Erase it?", confirmation.yes());
      invocation().output().result(Map.of("erased", true), "erased");
      return ExitCode.DONE;
    }
  }

  @picocli.CommandLine.Command(name = "unlock", description = "Ask for a secret.")
  static final class Unlock extends Command {
    Unlock(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, InterruptedException {
      char[] secret = invocation().prompts().secret("Pass-phrase?", "give --passphrase-file");
      invocation().output().result(Map.of("length", secret.length), "length " + secret.length);
      Arrays.fill(secret, '\0');
      return ExitCode.DONE;
    }
  }

  private static CommandRun run() {
    return CommandRun.bare()
        .commands(invocation -> List.of(new Erase(invocation), new Unlock(invocation)));
  }

  @Test
  void yesGoesOn() {
    assertThat(run().answering("yes").run("erase").out()).isEqualTo("erased\n");
    assertThat(run().run("erase", "--yes").out()).isEqualTo("erased\n");
    assertThat(run().answering("secret").run("unlock").out()).isEqualTo("length 6\n");
  }

  @Test
  void anythingElseDoesNothing() {
    for (String answer : List.of("y", "no", "", "yes please")) {
      Ended ended = run().answering(answer).run("erase");
      assertThat(ended.exit()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).startsWith("cosigner: error: not confirmed, nothing was done\n");
    }
  }

  @Test
  void withoutTerminalTheQuestionFailsAndNamesTheOption() {
    Ended erase = run().run("erase");
    assertThat(erase.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(erase.err()).contains("hint: give --yes to agree without a question");
    Ended unlock = run().run("unlock", "--json");
    assertThat(unlock.json().get("error").get("id").asText()).isEqualTo("no-terminal");
    assertThat(unlock.err()).contains("hint: give --passphrase-file");
  }

  @Test
  void aClosedInputIsNoAnswer() {
    assertThat(run().answering().run("erase", "--json").json().get("error").get("id").asText())
        .isEqualTo("no-answer");
  }

  @Test
  void questionsNameTheContextInUse(@TempDir Path state) throws Exception {
    Files.createDirectory(state.resolve("contexts"));
    Files.writeString(
        state.resolve("contexts/treasury.json"), "{\"kind\": \"production\", \"host\": \"h1\"}");
    CommandRun run = run().environment("COSIGNER_HOME", state.toString());
    run.environment("COSIGNER_CONTEXT", "treasury").answering("yes").run("erase");
    assertThat(run.asked()).containsExactly("[treasury at h1] Erase it? Type yes to go on: ");
    CommandRun without = run().answering("yes");
    without.run("erase");
    assertThat(without.asked()).containsExactly("Erase it? Type yes to go on: ");
  }
}
