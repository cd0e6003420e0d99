package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.launch.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code launch}, {@code list}, {@code inspect} and {@code terminate} with wrong input, and with
 * images whose enclaves do not boot.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EnclaveCommandsTest {
  @TempDir private Path folder;

  private Path runtime;

  @BeforeEach
  void makeRuntimeDirectory() throws IOException {
    // Sockets need a short path.
    runtime = Files.createTempDirectory("cosigner-test");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(run("terminate", "--all").exit()).isEqualTo(ExitCode.DONE);
    try (Stream<Path> left = Files.list(runtime)) {
      for (Path own : left.toList()) {
        assertThat(own).isEmptyDirectory();
        Files.delete(own);
      }
    }
    Files.delete(runtime);
  }

  private Ended run(String... line) {
    return CommandRun.withState(folder.resolve("state"))
        .environment("XDG_RUNTIME_DIR", runtime.toString())
        .environment("COSIGNER_QEMU_HOME", folder.resolve("qemu").toString())
        .run(line);
  }

  private JsonNode fails(ExitCode exit, String id, String... line) throws IOException {
    String[] json = Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new);
    Ended ended = run(json);
    assertThat(ended.json().get("error").get("id").asText()).isEqualTo(id);
    assertThat(ended.exit()).isEqualTo(exit);
    assertThat(run("list").out()).isEqualTo("no enclaves\n");
    Path images = folder.resolve("state/images");
    if (Files.exists(images)) {
      assertThat(images).isEmptyDirectory();
    }
    return ended.json().get("error");
  }

  private String image(String script) throws IOException {
    Path file = folder.resolve("image.eif");
    Files.deleteIfExists(file);
    return TestImage.write(file, "development", script).toString();
  }

  @Test
  void wrongOptionsAreUsageErrors() throws Exception {
    String image = image("exit 1");
    fails(ExitCode.USAGE, "missing-argument", "launch");
    fails(ExitCode.USAGE, "missing-argument", "launch", image);
    fails(ExitCode.USAGE, "missing-argument", "launch", "--backend", "process");
    fails(ExitCode.USAGE, "invalid-value", "launch", "--backend", "nitr", image);
    for (List<String> wrong :
        List.of(
            List.of("--memory", "0"),
            List.of("--memory", "much"),
            List.of("--memory", "2000000"),
            List.of("--cpus", "0"),
            List.of("--cpus", "65"),
            List.of("--timeout", "0"),
            List.of("--timeout", "-1"))) {
      fails(
          ExitCode.USAGE,
          "invalid-value",
          "launch",
          "--backend",
          "process",
          wrong.get(0) + "=" + wrong.get(1),
          image);
    }
    for (String name : List.of("", "-n", "a b", "a/b", "x".repeat(65))) {
      fails(ExitCode.USAGE, "invalid-name", "launch", "--backend=process", "--name=" + name, image);
    }
    fails(ExitCode.USAGE, "missing-argument", "inspect");
    fails(ExitCode.USAGE, "unknown-argument", "inspect", "a", "b");
    fails(ExitCode.USAGE, "invalid-value", "terminate");
    fails(ExitCode.USAGE, "invalid-value", "terminate", "--all", "x");
    fails(ExitCode.USAGE, "unknown-argument", "list", "x");
  }

  @Test
  void anEnclaveThatIsNotThereIsNamed() throws Exception {
    for (String command : List.of("inspect", "terminate")) {
      assertThat(fails(ExitCode.BAD_INPUT, "unknown-enclave", command, "x").get("found").asText())
          .isEqualTo("x");
    }
  }

  @Test
  void aFileThatIsNoImageIsRefused() throws Exception {
    String missing = folder.resolve("missing.eif").toString();
    fails(ExitCode.BAD_INPUT, "file-not-found", "launch", "--backend", "process", missing);
    Path text = Files.writeString(folder.resolve("text"), "hello");
    fails(ExitCode.BAD_INPUT, "image-malformed", "launch", "--backend", "process", text.toString());
  }

  @Test
  void aProductionImageIsRefusedBeforeAnythingStarts() throws Exception {
    String image = TestImage.write(folder.resolve("a.eif"), "aws", "exit 1").toString();
    for (String backend : List.of("process", "qemu")) {
      JsonNode error =
          fails(ExitCode.ENVIRONMENT, "production-image", "launch", "--backend", backend, image);
      assertThat(error.get("expected").asText()).contains("Nitro Security Module");
      assertThat(error.get("hint").asText()).contains("build-eif --development");
    }
  }

  @Test
  void whereQemuIsMissingItSaysWhatIs() throws Exception {
    JsonNode error =
        fails(
            ExitCode.ENVIRONMENT,
            "launch-program-missing",
            "launch",
            "--backend",
            "qemu",
            image("exit 1"));
    assertThat(error.get("expected").asText())
        .isEqualTo("the folder " + folder.resolve("qemu/firmware"));
  }

  @Test
  void aBootThatDiesShowsItsConsole() throws Exception {
    JsonNode error =
        fails(
            ExitCode.ENVIRONMENT,
            "launch-boot-died",
            "launch",
            "--backend",
            "process",
            image("echo 'cosigner-enclave: fatal: NSM: expected a, found b'; exit 4"));
    assertThat(error.get("found").asText())
        .isEqualTo(
            "the enclave refused to boot: NSM: expected a, found b; the console ends with\n"
                + "cosigner-enclave: fatal: NSM: expected a, found b");
  }

  @Test
  void aBootThatHangsIsEnded() throws Exception {
    JsonNode error =
        fails(
            ExitCode.PEER_TIMEOUT,
            "launch-boot-timed-out",
            "launch",
            "--backend=process",
            "--timeout=1",
            image("echo waiting; exec sleep 100"));
    assertThat(error.get("found").asText())
        .contains("it never asked for its certificates")
        .endsWith("waiting");
  }

  /** Boots like an enclave, but has nothing to show for it. */
  @Test
  void anImpostorIsNoEnclave() throws Exception {
    String impostor =
        "exec %s -cp '%s' %s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Impostor.class.getName());
    JsonNode error =
        fails(
            ExitCode.REFUSED,
            "attestation-malformed-cbor",
            "launch",
            "--backend",
            "process",
            image(impostor));
    assertThat(error.get("message").asText()).contains("does not prove what it is");
  }

  @Test
  void aPathThatIsTooLongForSocketsIsNamed() throws Exception {
    Path deep = runtime.resolve("d".repeat(100));
    Ended ended =
        CommandRun.withState(folder.resolve("state"))
            .environment("XDG_RUNTIME_DIR", deep.toString())
            .run("launch", "--backend", "process", "--json", image("exit 1"));
    assertThat(ended.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ended.json().get("error").get("id").asText()).isEqualTo("launch-path-too-long");
    assertThat(run("list").out()).isEqualTo("no enclaves\n");
  }

  @Test
  void anEntryThatMakesNoSenseIsNamed() throws Exception {
    Path entry = folder.resolve("state/enclaves/0123456789ab.json");
    run("list");
    Files.writeString(entry, "{}");
    for (String command : List.of("list", "inspect x", "terminate --all")) {
      Ended ended = run(command.split(" ", -1));
      assertThat(ended.exit()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(ended.err()).contains(entry.toString());
    }
    Files.delete(entry);
  }
}
