package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.launch.RepositoryImage;
import dev.cosigner.cli.launch.Sandbox;
import dev.cosigner.eif.EifImage;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.transaction.Base58;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo with real images: what it shows, and that it leaves nothing. */
@Timeout(1200)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DemoTest {
  /**
   * JVMs crash in QEMU's software emulation in about one of fifty boots; the cause is not known.
   */
  private static final int MAX_EMULATOR_CRASHES = 2;

  @TempDir private Path folder;

  private Sandbox sandbox;
  private Measurements measurements;

  @BeforeEach
  void makeDistribution() throws Exception {
    sandbox = new Sandbox(folder.resolve("state"));
    measurements =
        EifImage.read(RepositoryImage.build(AnchorKind.DEVELOPMENT, folder)).measurements();
    System.setProperty("cosigner.home", folder.resolve("distribution").toString());
  }

  @AfterEach
  void end() throws IOException {
    System.clearProperty("cosigner.home");
    sandbox.close();
  }

  private void requireShown(Ended ended) throws Exception {
    // The whole of it: a crash of one enclave shows its console there.
    assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(ExitCode.DONE);
    JsonNode result = ended.json();
    for (int i = 0; i < 3; i++) {
      assertThat(result.get("PCR" + i).asText()).isEqualTo(measurements.registers().get(i).hex());
    }
    Base58.decode("address", result.get("address").asText(), 32);
    Set<String> accepted = new HashSet<>();
    result.get("accepted").forEach(id -> accepted.add(id.asText()));
    assertThat(accepted).hasSize(2);
    assertThat(sandbox.processes()).isEmpty();
    assertThat(sandbox.directories()).isEmpty();
    assertThat(sandbox.state().resolve("demos")).isEmptyDirectory();
  }

  @Test
  void eitherGroupSignsWhatIndependentSoftwareAccepts() throws Exception {
    requireShown(sandbox.run("demo", "--json"));
  }

  @Test
  void theSameInEmulatedNitroMachines() throws Exception {
    Optional<String> qemu =
        Optional.ofNullable(System.getenv("COSIGNER_QEMU_HOME")).filter(home -> !home.isEmpty());
    if (qemu.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail("expected COSIGNER_QEMU_HOME to name a folder with QEMU, found it unset in CI");
    }
    assumeTrue(qemu.isPresent(), "COSIGNER_QEMU_HOME is not set: no Nitro machine is emulated");
    sandbox.environment("COSIGNER_QEMU_HOME", qemu.get());
    Ended ended = sandbox.run("demo", "--backend", "qemu", "--json");
    for (int again = 0; again < MAX_EMULATOR_CRASHES && crashed(ended); again++) {
      // Never silently: whoever hunts the fault needs the console.
      System.err.println("DemoTest: a JVM crashed in the emulator, running again after:");
      System.err.println(ended.out() + ended.err());
      ended = sandbox.run("demo", "--backend", "qemu", "--json");
    }
    requireShown(ended);
  }

  /** Whether an emulated kernel panicked because its JVM crashed, which no real one was seen to. */
  private static boolean crashed(Ended ended) {
    return ended.exit() == ExitCode.ENVIRONMENT && ended.out().contains("the kernel panicked");
  }

  @Test
  void aDemoThatFailsLeavesNothing() throws Exception {
    sandbox.environment("COSIGNER_QEMU_HOME", folder.resolve("no-qemu").toString());
    Ended ended = sandbox.run("demo", "--backend", "qemu", "--keep", "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ended.json().get("error").get("id").asText()).startsWith("launch-");
    assertThat(sandbox.state().resolve("demos")).isEmptyDirectory();
    assertThat(Files.exists(folder.resolve("distribution"))).isTrue();
  }
}
