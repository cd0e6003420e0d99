package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A launch that is cut short leaves nothing that cannot be seen and ended. */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CutShortTest {
  @TempDir private Path folder;

  private Sandbox sandbox;
  private String image;

  @BeforeEach
  void makeSandbox() throws IOException {
    sandbox = new Sandbox(folder.resolve("state"));
    image =
        TestImage.write(folder.resolve("image.eif"), "development", "exec sleep 100").toString();
  }

  @AfterEach
  void closeSandbox() throws IOException {
    sandbox.close();
  }

  private Process launchThatHangs() throws IOException {
    return sandbox.start("launch", "--backend", "process", "--name", "one", image);
  }

  private void awaitProcess() throws Exception {
    for (int i = 0; i < 1000 && sandbox.processes().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertThat(sandbox.processes()).isNotEmpty();
  }

  private void requireNothing() throws IOException {
    assertThat(sandbox.processes()).isEmpty();
    assertThat(sandbox.directories()).isEmpty();
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
  }

  @Test
  void aKilledLaunchIsShownAsAbandonedAndCanBeEnded() throws Exception {
    Process launch = launchThatHangs();
    awaitProcess();
    assertThat(sandbox.run("list").out()).contains("one", "starting");
    launch.destroyForcibly().waitFor();
    assertThat(sandbox.run("list").out()).contains("one", "abandoned");
    assertThat(sandbox.processes()).hasSize(1);
    assertThat(sandbox.run("terminate", "one").exit()).isEqualTo(ExitCode.DONE);
    requireNothing();
  }

  @Test
  void aLaunchKilledAtAnyMomentCanBeEnded() throws Exception {
    for (int millis = 250; millis <= 1250; millis += 200) {
      Process launch = launchThatHangs();
      Thread.sleep(millis);
      launch.destroyForcibly().waitFor();
      assertThat(sandbox.run("terminate", "--all").exit()).isEqualTo(ExitCode.DONE);
      requireNothing();
    }
  }

  @Test
  void ctrlCUndoesTheLaunch() throws Exception {
    Process launch = launchThatHangs();
    awaitProcess();
    new ProcessBuilder("kill", "-INT", Long.toString(launch.pid())).start().waitFor();
    assertThat(launch.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launch.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(new String(launch.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("the launch of one was undone");
    requireNothing();
  }

  @Test
  void anEnclaveCanBeTerminatedWhileItBoots() throws Exception {
    Process launch = launchThatHangs();
    awaitProcess();
    assertThat(sandbox.run("terminate", "one").exit()).isEqualTo(ExitCode.DONE);
    assertThat(launch.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launch.exitValue()).isEqualTo(ExitCode.ENVIRONMENT.code());
    requireNothing();
  }
}
