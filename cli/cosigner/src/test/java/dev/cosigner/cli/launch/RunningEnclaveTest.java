package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectories;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.eif.EifImage;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real image, launched for real, as processes and in emulated Nitro machines. */
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RunningEnclaveTest {
  @TempDir private static Path images;
  private static Path image;
  private static Measurements measurements;

  @TempDir private Path folder;

  private Sandbox sandbox;

  @BeforeAll
  static void buildImage() throws Exception {
    image = RepositoryImage.build(AnchorKind.DEVELOPMENT, images);
    measurements = EifImage.read(image).measurements();
  }

  @BeforeEach
  void makeSandbox() throws IOException {
    sandbox = new Sandbox(folder.resolve("state"));
  }

  @AfterEach
  void closeSandbox() throws IOException {
    sandbox.close();
  }

  private JsonNode launch(String backend, String name) {
    Ended ended =
        sandbox.run("launch", "--backend", backend, "--name", name, "--json", image.toString());
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended.json();
  }

  private JsonNode result(String... line) {
    String[] json = Arrays.copyOf(line, line.length + 1);
    json[line.length] = "--json";
    Ended ended = sandbox.run(json);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended.json();
  }

  private void refuses(String id, String expected, String... line) {
    Ended ended = sandbox.run(line);
    assertThat(ended.exit()).isEqualTo(ExitCode.REFUSED);
    JsonNode error = ended.json().get("error");
    assertThat(error.get("id").asText()).isEqualTo(id);
    assertThat(error.get("expected").asText()).contains(expected);
  }

  private static void requireRegisters(JsonNode description) {
    for (int i = 0; i < 3; i++) {
      JsonNode register = description.get("registers").get(i);
      assertThat(register.get("value").asText())
          .isEqualTo(measurements.registers().get(i).hex())
          .isEqualTo(description.get("Measurements").get("PCR" + i).asText());
    }
    assertThat(description.get("registers")).hasSize(16).allMatch(r -> r.get("locked").asBoolean());
    assertThat(description.get("anchor").asText()).isEqualTo("development");
    assertThat(description.get("state").asText()).isEqualTo("running");
  }

  @Test
  void processEnclavesRunSideBySideAndProveWhatTheyAre() throws Exception {
    JsonNode one = launch("process", "one");
    JsonNode two = launch("process", "two");
    requireRegisters(one);
    requireRegisters(two);
    assertThat(one.get("instance")).isNotEqualTo(two.get("instance"));
    assertThat(one.get("moduleId")).isNotEqualTo(two.get("moduleId"));
    assertThat(sandbox.processes()).hasSize(2);

    JsonNode inspected = result("inspect", "two");
    requireRegisters(inspected);
    assertThat(inspected.get("instance")).isEqualTo(two.get("instance"));
    assertThat(result("inspect", one.get("id").asText()).get("name").asText()).isEqualTo("one");
    assertThat(sandbox.run("inspect", "one").out())
        .contains("PCR0            " + measurements.pcr0().hex())
        .contains("13 of 16 are zero; all are locked");

    Ended taken =
        sandbox.run("launch", "--backend", "process", "--name", "one", "--json", image.toString());
    assertThat(taken.json().get("error").get("id").asText()).isEqualTo("name-taken");

    result("terminate", "one");
    assertThat(result("list").get("enclaves")).hasSize(1);
    requireRegisters(result("inspect", "two"));
    assertThat(result("terminate", "--all").get("terminated")).hasSize(1);
    assertThat(sandbox.processes()).isEmpty();
    assertThat(sandbox.directories()).isEmpty();
    assertThat(sandbox.state().resolve("images")).isEmptyDirectory();
  }

  @Test
  void anEnclaveOfAnotherImageIsRefusedByItsMeasurements() throws Exception {
    String id = launch("process", "one").get("id").asText();
    Path entry = sandbox.state().resolve("enclaves").resolve(id + ".json");
    String written = Files.readString(entry);
    // As if another application had been launched.
    String otherPcr2 = "5a".repeat(48);
    Files.writeString(entry, written.replace(measurements.pcr2().hex(), otherPcr2));
    refuses("attestation-measurements", "PCR2 " + otherPcr2, "inspect", "one", "--json");
    // As if its module had been another.
    Files.writeString(
        entry, written.replaceFirst("i-0[0-9a-f]{16}-enc", "i-0ffffffffffffffff-enc"));
    refuses("description-contradicts", "i-0ffffffffffffffff-enc", "inspect", "one", "--json");
    Files.writeString(entry, written);
    requireRegisters(result("inspect", "one"));
  }

  @Test
  void anEnclaveUnderAnotherRootIsRefused() throws Exception {
    launch("process", "one");
    Path other = folder.resolve("other");
    String root = DevelopmentAuthority.open(StateDirectories.at(other)).anchor().hex();
    for (String file : List.of("root.der", "root.key")) {
      Files.copy(
          other.resolve("development").resolve(file),
          sandbox.state().resolve("development").resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    refuses("attestation-root", root, "inspect", "one", "--json");
  }

  @Test
  void anEnclaveThatDiedIsShownAsDead() throws Exception {
    launch("process", "one");
    for (long process : sandbox.processes()) {
      ProcessHandle handle = ProcessHandle.of(process).orElseThrow();
      assertThat(handle.destroyForcibly()).isTrue();
      handle.onExit().join();
    }
    assertThat(result("list").get("enclaves").get(0).get("state").asText()).isEqualTo("dead");
    Ended inspected = sandbox.run("inspect", "one", "--json");
    assertThat(inspected.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(inspected.json().get("error").get("id").asText()).isEqualTo("enclave-dead");
    result("terminate", "one");
    assertThat(result("list").get("enclaves")).isEmpty();
  }

  /** QEMU computes the registers by itself: what it reports is what the image measures to. */
  @Test
  void anEmulatedNitroMachineProvesWhatItIs() throws Exception {
    Optional<String> qemu =
        Optional.ofNullable(System.getenv("COSIGNER_QEMU_HOME")).filter(home -> !home.isEmpty());
    if (qemu.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail("expected COSIGNER_QEMU_HOME to name a folder with QEMU, found it unset in CI");
    }
    assumeTrue(qemu.isPresent(), "COSIGNER_QEMU_HOME is not set: no Nitro machine is emulated");
    sandbox.environment("COSIGNER_QEMU_HOME", qemu.get());

    requireRegisters(launch("qemu", "one"));
    JsonNode inspected = result("inspect", "one");
    requireRegisters(inspected);
    assertThat(Path.of(inspected.get("console").asText()))
        .content()
        .contains("cosigner-enclave: serving on port 5005");
    result("terminate", "one");
    assertThat(sandbox.processes()).isEmpty();
    assertThat(sandbox.directories()).isEmpty();
  }

  @Test
  void theConsoleOfAProcessEnclaveIsFollowedToItsEnd() throws Exception {
    launch("process", "one");
    String serving = "cosigner-enclave: serving on port 5005";
    assertThat(sandbox.run("console", "one", "--no-follow").out()).contains(serving);
    assertThat(sandbox.run("logs", "one").out()).contains("console.log <==", serving);
    JsonNode logs = result("logs", "one", "--lines", "1");
    assertThat(logs.at("/logs/0/lines")).hasSize(1);
    assertThat(sandbox.run("logs", "one", "--lines", "0").exit()).isEqualTo(ExitCode.USAGE);

    CompletableFuture<Ended> followed =
        CompletableFuture.supplyAsync(() -> sandbox.run("console", "one"));
    Thread.sleep(500);
    assertThat(followed).isNotDone();
    for (long process : sandbox.processes()) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    Ended ended = followed.get();
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains(serving);
    assertThat(ended.err()).contains("one has ended");
  }
}
