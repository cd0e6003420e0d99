package dev.cosigner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract as a shell sees it: real processes, exit codes, streams and signals. */
class ProcessTest {
  @TempDir private Path folder;

  private Process start(String main, String... args) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                // Ctrl-C arrives even where this build was started in the background, which ignores
                // it.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main));
    line.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().removeIf(name -> name.startsWith("COSIGNER_"));
    builder.environment().put("LC_ALL", "C");
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
  }

  @Test
  void aUsageErrorExitsWith2() throws Exception {
    Process process = start(Cosigner.class.getName(), "wallt", "--json");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(text("out")).startsWith("{").contains("\"id\" : \"unknown-command\"");
    assertThat(text("err")).startsWith("cosigner: error: ");
  }

  @Test
  void textIsUtf8InAnyLocale() throws Exception {
    Process process = start(Cosigner.class.getName(), "Z\u00fcrich");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(text("err")).startsWith("cosigner: error: ");
  }

  /** A program that leaves something behind and waits. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) {
      Cosigner.main(
          args,
          invocation ->
              List.of(
                  new ErrorContractTest.Probe(
                      invocation,
                      running -> {
                        running.interruption().leaving(() -> "enclave e1 still runs");
                        running.output().progress("waiting");
                        Thread.sleep(60_000);
                        return ExitCode.DONE;
                      })));
    }
  }

  @Test
  void ctrlCExitsWith130AndSaysWhatIsLeft() throws Exception {
    Process process = start(Waiting.class.getName(), "probe", "--json");
    for (int i = 0; i < 600 && !text("err").contains("waiting"); i++) {
      Thread.sleep(50);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(text("out")).contains("\"id\" : \"interrupted\"");
    assertThat(text("err"))
        .endsWith("cosigner: error: interrupted\nfound: enclave e1 still runs\n");
  }
}
