package dev.cosigner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Option;

/** Every way for a run to end, for people and for scripts. */
class ErrorContractTest {
  @FunctionalInterface
  interface Body {
    ExitCode run(Invocation invocation) throws CosignerException, IOException, InterruptedException;
  }

  @picocli.CommandLine.Command(name = "probe", description = "Do what the test says.")
  static final class Probe extends Command {
    @Option(names = "--count", description = "A number.")
    private int count;

    private final Body body;

    Probe(Invocation invocation, Body body) {
      super(invocation);
      this.body = body;
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException, InterruptedException {
      assertThat(count).isNotNegative();
      return body.run(invocation());
    }
  }

  private static CommandRun probe(Body body) {
    return CommandRun.bare().commands(invocation -> List.of(new Probe(invocation, body)));
  }

  private static Body throwing(RuntimeException e) {
    return invocation -> {
      throw e;
    };
  }

  private static Body throwing(IOException e) {
    return invocation -> {
      throw e;
    };
  }

  @Test
  void aResultGoesToStandardOutputAndNothingElseDoes() {
    CommandRun run =
        probe(invocation -> {
          invocation.output().progress("working");
          invocation.output().result(Map.of("answer", 42), "the answer is 42");
          return ExitCode.DONE;
        });

    Ended text = run.run("probe");
    assertThat(text.exit()).isEqualTo(ExitCode.DONE);
    assertThat(text.out()).isEqualTo("the answer is 42\n");
    assertThat(text.err()).isEqualTo("cosigner: working\n");

    assertThat(run.run("probe", "--json").json().get("answer").asInt()).isEqualTo(42);
    assertThat(run.run("--json", "probe").json().get("answer").asInt()).isEqualTo(42);
  }

  @Test
  void aCommandWithoutResultStillPrintsADocument() {
    assertThat(probe(invocation -> ExitCode.DONE).run("probe", "--json").json()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void aFailureSaysWhatWasExpectedAndFoundAndWhatToDo(ExitCode exit) {
    CommandRun run =
        probe(invocation -> {
          invocation.output().result(Map.of("half", "done"), "half done");
          throw CosignerException.of("image-differs", exit, "the image differs")
              .expected("PCR0 aa")
              .found("PCR0 bb")
              .hint("build it again")
              .build();
        });

    Ended text = run.run("probe");
    assertThat(text.exit()).isEqualTo(exit);
    assertThat(text.err())
        .isEqualTo(
            """
            cosigner: error: the image differs
            expected: PCR0 aa
            found: PCR0 bb
            hint: build it again
            """);

    Ended json = run.run("probe", "--json");
    JsonNode error = json.json().get("error");
    assertThat(error.get("id").asText()).isEqualTo("image-differs");
    assertThat(error.get("exit").asInt()).isEqualTo(exit.code());
    assertThat(error.get("message").asText()).isEqualTo("the image differs");
    assertThat(error.get("expected").asText()).isEqualTo("PCR0 aa");
    assertThat(error.get("found").asText()).isEqualTo("PCR0 bb");
    assertThat(error.get("hint").asText()).isEqualTo("build it again");
    assertThat(json.err()).isEqualTo(text.err());
  }

  @Test
  void textFromElsewhereCannotDriveTheTerminal() {
    Ended ended =
        probe(
                invocation -> {
                  throw CosignerException.of("bad-name", ExitCode.BAD_INPUT, "bad name")
                      .found("\u001b[2Ja\u202eb\nsecond line")
                      .build();
                })
            .run("probe");
    assertThat(ended.err())
        .contains("found: \\u{1b}[2Ja\\u{202e}b\n  second line\n")
        .doesNotContain("\u001b");
  }

  @Test
  void theUnforeseenIsAnInternalErrorWithoutStackTrace() {
    Ended ended = probe(throwing(new IllegalStateException("boom"))).run("probe");
    assertThat(ended.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ended.err())
        .startsWith("cosigner: error: cosigner met something it did not foresee\n")
        .contains("found: IllegalStateException: boom at dev.cosigner.cli.")
        .doesNotContain("\tat ");
    assertThat(errorId(probe(throwing(new IllegalStateException("boom")))))
        .isEqualTo("internal-error");
    assertThat(
            errorId(
                probe(invocation -> {
                  throw new StackOverflowError();
                })))
        .isEqualTo("internal-error");
  }

  @Test
  void aStackTraceIsShownOnRequest() {
    CommandRun run = probe(throwing(new IllegalStateException("boom")));
    assertThat(run.run("probe", "--stack-trace").err()).contains("\tat dev.cosigner.cli.");
    assertThat(run.environment("COSIGNER_STACKTRACE", "1").run("probe").err())
        .contains("Caused by: java.lang.IllegalStateException: boom");
  }

  @Test
  void filesThatFailAreNamed() {
    assertThat(errorId(probe(throwing(new NoSuchFileException("tx.bin")))))
        .isEqualTo("file-not-found");
    assertThat(errorId(probe(throwing(new AccessDeniedException("tx.bin")))))
        .isEqualTo("file-not-allowed");
    assertThat(errorId(probe(throwing(new java.nio.file.FileSystemException("tx.bin")))))
        .isEqualTo("file-failed");
    assertThat(errorId(probe(throwing(new UncheckedIOException(new IOException("short read"))))))
        .isEqualTo("io-failed");
    assertThat(probe(throwing(new NoSuchFileException("tx.bin"))).run("probe").exit())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void anInterruptionSaysWhatIsLeft() {
    Ended ended =
        probe(
                invocation -> {
                  invocation.interruption().leaving(() -> "settled").close();
                  invocation.interruption().leaving(() -> "enclave e1 still runs");
                  invocation.interruption().leaving(() -> "session s1 is open");
                  throw new InterruptedException();
                })
            .run("probe");
    assertThat(ended.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(ended.err())
        .isEqualTo(
            """
            cosigner: error: interrupted
            found: enclave e1 still runs
              session s1 is open
            """);
  }

  @Test
  void aResultThatCannotBeWrittenIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    Ended ended = CommandRun.bare().resultsTo(full).run("--version");
    assertThat(ended.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ended.err()).startsWith("cosigner: error: the result could not be written\n");
  }

  @Test
  void usageErrorsHaveTheSameForm() {
    CommandRun run = probe(invocation -> ExitCode.DONE);
    assertUsage(run, "missing-command");
    assertUsage(run, "unknown-command", "prbe");
    assertUsage(run, "unknown-option", "probe", "--nope");
    assertUsage(run, "unknown-argument", "probe", "extra");
    assertUsage(run, "missing-argument", "probe", "--count");
    assertUsage(run, "invalid-value", "probe", "--count", "many");
    assertUsage(run, "repeated-option", "probe", "--count", "1", "--count", "2");
    assertThat(run.run("prbe").err()).contains("hint: did you mean probe?");
  }

  private static void assertUsage(CommandRun run, String id, String... args) {
    Ended text = run.run(args);
    assertThat(text.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).startsWith("cosigner: error: ").contains("\nhint: ");
    String[] first = new String[args.length + 1];
    first[0] = "--json";
    System.arraycopy(args, 0, first, 1, args.length);
    assertThat(run.run(first).json().get("error").get("id").asText()).isEqualTo(id);
  }

  private static String errorId(CommandRun run) {
    return run.run("probe", "--json").json().get("error").get("id").asText();
  }

  @Test
  void whatStartsWithAnAtSignIsNoArgumentFile() {
    assertThat(probe(invocation -> ExitCode.DONE).run("probe", "@/etc/passwd").err())
        .contains("found: @/etc/passwd");
  }

  @Test
  void aFailureIsWellFormed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignerException.of("Bad Id", ExitCode.USAGE, "text"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CosignerException.of("fine", ExitCode.DONE, "text"));
  }
}
