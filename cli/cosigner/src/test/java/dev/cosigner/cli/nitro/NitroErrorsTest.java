package dev.cosigner.cli.nitro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every error number of the Nitro CLI becomes a cause and a remedy. */
class NitroErrorsTest {
  @TempDir private Path folder;

  private static List<String> numbers() throws Exception {
    try (InputStream in = NitroErrorsTest.class.getResourceAsStream("error-numbers.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(0, 3))
          .toList();
    }
  }

  private static String printed(int number, Path log) {
    return """
    Start allocating memory...
    Started enclave with enclave-cid: 16, memory: 1024 MiB, cpu-ids: [1, 3]
    [ E%02d ] What happened, in the Nitro CLI's words.

    For more details, please visit https://docs.aws.amazon.com/enclaves/latest/user/cli-errors.html#E%02d

    If you open a support ticket, please provide the error log found at "%s"
    Failed connections: 1
    [ E39 ] Enclave process connection failure.
    """
        .formatted(number, number, log);
  }

  @Test
  void theTableIsComplete() throws Exception {
    assertThat(numbers()).hasSize(60).first().isEqualTo("E00");
    assertThat(numbers()).last().isEqualTo("E59");
    assertThat(NitroErrors.numbers()).containsExactlyElementsOf(numbers());
    for (String number : numbers()) {
      assertThat(NitroErrors.cause(number).orElseThrow()).as(number).hasSizeGreaterThan(10);
      assertThat(NitroErrors.remedy(number).orElseThrow()).as(number).hasSizeGreaterThan(10);
    }
    assertThat(numbers().stream().map(n -> NitroErrors.cause(n).orElseThrow()).distinct())
        .hasSize(60);
  }

  @Test
  void eachNumberIsExplainedFirstOfSeveral() throws Exception {
    NitroErrors errors = new NitroErrors(folder);
    for (String number : numbers()) {
      int status = Integer.parseInt(number.substring(1));
      CosignerException e =
          errors.failure("launch the enclave", 39, printed(status, folder.resolve("none")));
      assertThat(e.id()).isEqualTo("nitro-" + number.toLowerCase(java.util.Locale.ROOT));
      assertThat(e.exit()).isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(e)
          .hasMessageStartingWith("nitro-cli could not launch the enclave: " + number + ", ")
          .hasMessageEndingWith(NitroErrors.cause(number).orElseThrow());
      assertThat(e.hint()).isEqualTo(NitroErrors.remedy(number));
      assertThat(e.found().orElseThrow()).contains("in the Nitro CLI's words");
    }
  }

  @Test
  void withoutANumberTheStatusTellsIt() {
    CosignerException e = new NitroErrors(folder).failure("end the enclave", 11, "");
    assertThat(e.id()).isEqualTo("nitro-e11");
    assertThat(e.found()).hasValue("no message");
    for (int status : new int[] {1, 2, 101}) {
      CosignerException other = new NitroErrors(folder).failure("end it", status, "panicked");
      assertThat(other.id()).isEqualTo("nitro-cli-failed");
      assertThat(other).hasMessageContaining("status " + status);
    }
  }

  @Test
  void aHeartbeatThatNeverCameIsATimeOut() throws Exception {
    Path log = folder.resolve("err2026-01-01T00:00:00.000000000+00:00.log");
    Files.writeString(
        log,
        """
          Action: Run Enclave
          Subactions:
            Failed to execute command `Run`
            Failed to create enclave
            Waiting on enclave to boot failed with error VsockTimeoutError
          Root error file: src/enclave_proc/resource_manager.rs
        """);
    CosignerException e =
        new NitroErrors(folder).failure("launch the enclave", 39, printed(36, log));
    assertThat(e.id()).isEqualTo("launch-boot-timed-out");
    assertThat(e.exit()).isEqualTo(ExitCode.PEER_TIMEOUT);
    assertThat(e.found().orElseThrow()).contains("VsockTimeoutError");
    // A log elsewhere is not read, whatever the messages say.
    CosignerException elsewhere =
        new NitroErrors(folder.resolve("log")).failure("launch", 39, printed(36, log));
    assertThat(elsewhere.id()).isEqualTo("nitro-e36");
    assertThat(elsewhere.found().orElseThrow()).doesNotContain("VsockTimeoutError");
  }
}
