package dev.cosigner.cli.nitro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.cli.CosignerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is given to the Nitro CLI, and what is understood of what it prints. */
class NitroCliTest {
  private static final String LAUNCHED =
      """
      {
        "EnclaveName": "one",
        "EnclaveID": "i-05f6ed443ae428c95-enc173dfe3e2b1c87b",
        "ProcessID": 7077,
        "EnclaveCID": 16,
        "NumberOfCPUs": 2,
        "CPUIDs": [
          1,
          3
        ],
        "MemoryMiB": 1024
      }
      """;

  private final NitroCli cli = new NitroCli(NitroInstance.EC2);

  private static NitroRequest request(OptionalInt memory, OptionalLong cid, boolean debug) {
    return new NitroRequest(
        "one", Path.of("/c.eif"), 300L << 20, memory, 4, cid, debug, Optional.empty());
  }

  @Test
  void theCommandLineSaysEverything() {
    assertThat(cli.runCommand(request(OptionalInt.empty(), OptionalLong.empty(), false)))
        .containsExactly(
            "/usr/bin/nitro-cli run-enclave --enclave-name one --eif-path /c.eif --memory 1200"
                .concat(" --cpu-count 4")
                .split(" "));
    assertThat(cli.runCommand(request(OptionalInt.of(2048), OptionalLong.of(20), true)))
        .endsWith("--memory", "2048", "--cpu-count", "4", "--enclave-cid", "20", "--debug-mode");
  }

  @Test
  void theLimitIsWhatTheNitroCliWaits() {
    NitroRequest request = request(OptionalInt.empty(), OptionalLong.empty(), false);
    assertThat(request.limit()).isEqualTo(Duration.ofMinutes(5));
    assertThat(request(OptionalInt.of(150 << 10), OptionalLong.empty(), false).limit())
        .isEqualTo(Duration.ofSeconds(390));
  }

  @Test
  void aLaunchIsUnderstood() throws Exception {
    NitroEnclave enclave = cli.launched(LAUNCHED);
    assertThat(enclave.id()).isEqualTo("i-05f6ed443ae428c95-enc173dfe3e2b1c87b");
    assertThat(enclave.cid()).isEqualTo(16);
    assertThat(enclave.process()).isEqualTo(7077);
    assertThat(enclave.processors()).containsExactly(1, 3);
  }

  @Test
  void aConsoleAroundItDoesNotMatter() throws Exception {
    String console = "[    0.000000] Linux {version} 6.12\n{\"a\": {\"b\": [1, {";
    assertThat(cli.launched(console + LAUNCHED + console).cid()).isEqualTo(16);
  }

  @Test
  void aConsoleThatForgesTheDocumentIsNotBelieved() {
    for (String output :
        new String[] {
          "",
          "no JSON",
          LAUNCHED + LAUNCHED,
          LAUNCHED.replace("16", "17") + "text" + LAUNCHED,
          LAUNCHED.replace("\"EnclaveID\"", "\"Enclave\""),
          LAUNCHED.replace("i-05f6", "--help i-05f6"),
          LAUNCHED.replace("7077", "\"7077\""),
          LAUNCHED.replace("[\n    1,\n    3\n  ]", "13"),
          LAUNCHED.substring(0, LAUNCHED.length() - 4)
        }) {
      var e = catchThrowableOfType(CosignerException.class, () -> cli.launched(output));
      assertThat(e).as(output).isNotNull();
      assertThat(e.id()).isEqualTo("nitro-cli-output");
    }
  }
}
