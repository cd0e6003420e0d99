package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.host.LaunchException.Reason;
import dev.cosigner.host.LaunchedEnclave.State;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of process enclaves, with real processes. */
@Timeout(120)
class EnclaveLauncherTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String PCR = "11".repeat(48);

  @TempDir private Path folder;

  private final List<ProcessIdentity> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() throws Exception {
    for (ProcessIdentity process : started) {
      process.end(Duration.ZERO);
    }
  }

  private RunDirectory directory(String id) throws IOException {
    return RunDirectory.of(folder.resolve("r"), id);
  }

  private LaunchRequest request(String id, Duration patience) throws IOException {
    return new LaunchRequest(
        folder.resolve("image.eif"),
        directory(id),
        OptionalInt.empty(),
        LaunchRequest.DEFAULT_CPUS,
        Optional.empty(),
        Optional.of(patience));
  }

  private LaunchedEnclave launch(String id, Path unpacked) throws Exception {
    new EnclaveLauncher(new ProcessBackend(unpacked)).launch(request(id, LONG), started::addAll);
    return remembered(id, true, directory(id).processes());
  }

  private LaunchedEnclave remembered(String id, boolean launched, List<ProcessIdentity> processes)
      throws IOException {
    return new LaunchedEnclave(
        id,
        id,
        "process",
        folder.resolve("image.eif"),
        Measurements.ofHex(PCR, PCR, PCR),
        true,
        "i-1-enc1",
        null,
        directory(id).path(),
        Instant.EPOCH,
        new ProcessIdentity(1, 0, "another boot"),
        launched,
        processes,
        null);
  }

  private LaunchException failure(String script, Duration patience) throws Exception {
    Path unpacked = UnpackedImage.whoseLoader(folder, script);
    LaunchException failure =
        catchThrowableOfType(
            LaunchException.class,
            () ->
                new EnclaveLauncher(new ProcessBackend(unpacked))
                    .launch(request("e1", patience), started::addAll));
    assertThat(Files.exists(directory("e1").path())).isFalse();
    assertThat(started).noneMatch(ProcessIdentity::isAlive);
    return failure;
  }

  @Test
  void anEnclaveLivesUntilItIsTerminated() throws Exception {
    LaunchedEnclave enclave = launch("e1", UnpackedImage.whoseLoader(folder, UnpackedImage.BOOTS));
    assertThat(enclave.processes()).hasSize(1).isEqualTo(started);
    assertThat(enclave.state()).isEqualTo(State.RUNNING);
    try (EnclaveConnection connection = enclave.connect(LONG)) {
      assertThat(connection.call("describe", CborNull.NULL, LONG)).isEqualTo(CborNull.NULL);
    }
    assertThat(Files.exists(enclave.run().listener(9000))).isFalse();
    assertThat(enclave.terminate()).isEmpty();
    assertThat(enclave.state()).isEqualTo(State.DEAD);
    assertThat(started).noneMatch(ProcessIdentity::isAlive);
    assertThat(Files.exists(enclave.directory())).isFalse();
    assertThat(enclave.terminate()).isEmpty();
  }

  @Test
  void severalRunSideBySide() throws Exception {
    Path unpacked = UnpackedImage.whoseLoader(folder, UnpackedImage.BOOTS);
    LaunchedEnclave one = launch("e1", unpacked);
    LaunchedEnclave two = launch("e2", unpacked);
    one.terminate();
    assertThat(one.state()).isEqualTo(State.DEAD);
    assertThat(two.state()).isEqualTo(State.RUNNING);
    two.terminate();
  }

  @Test
  void anEnclaveThatDiesByItselfIsDead() throws Exception {
    LaunchedEnclave enclave = launch("e1", UnpackedImage.whoseLoader(folder, UnpackedImage.BOOTS));
    started.getFirst().end(Duration.ZERO);
    assertThat(enclave.state()).isEqualTo(State.DEAD);
    enclave.terminate();
    assertThat(Files.exists(enclave.directory())).isFalse();
  }

  /** The session, field 6 of stat, is the process's own; so Ctrl-C does not reach it. */
  @Test
  void itHasASessionButNoTerminalAndNoneOfTheCallersEnvironment() throws Exception {
    LaunchException failure =
        failure(
            """
            read -r pid name state parent group session terminal rest </proc/self/stat
            [ "$session" = "$$" ] && [ "$terminal" = 0 ] && echo detached
            [ -e /proc/$$/fd/0 ] && readlink /proc/$$/fd/0
            echo "arguments $*"
            pwd
            env | sed 's/=.*//' | sort | tr '\\n' ' '
            exit 9
            """,
            LONG);
    assertThat(failure.console())
        .contains("/dev/null", directory("e1").path().toString())
        .contains(
            "arguments --inhibit-cache --library-path ./jre/lib:./lib/x86_64-linux-gnu"
                + " ./jre/bin/java @init.args");
    assertThat(failure.console().getFirst()).isEqualTo("detached");
    assertThat(failure.console().getLast().split(" ")).isSubsetOf("PWD", "SHLVL", "OLDPWD", "_");
  }

  @Test
  void aBootThatDiesShowsItsConsoleAndWhatTheEnclaveSaid() throws Exception {
    LaunchException failure =
        failure(
            "echo first; echo 'cosigner-enclave: fatal: NSM: expected this, found that'; exit 4",
            LONG);
    assertThat(failure.reason()).isEqualTo(Reason.BOOT_DIED);
    assertThat(failure.found())
        .isEqualTo("the enclave refused to boot: NSM: expected this, found that");
    assertThat(failure.console())
        .containsExactly("first", "cosigner-enclave: fatal: NSM: expected this, found that");
  }

  @Test
  void aMachineThatRefusesItsClockBootsAgainAFewTimes() throws Exception {
    LaunchException failure =
        failure(
            "echo \"cosigner-enclave: fatal: expected the kernel's time to come from tsc\"; exit 4",
            LONG);
    assertThat(failure.reason()).isEqualTo(Reason.CLOCK_UNSTEADY);
    assertThat(started).hasSize(8);
  }

  @Test
  void aBootThatDiesWithoutAWordIsExplainedByItsStatus() throws Exception {
    assertThat(failure("exit 70", LONG).found())
        .isEqualTo("the enclave process ended with status 70");
    assertThat(failure("kill -SEGV $$", LONG).found())
        .isEqualTo("the enclave process was ended by SIGSEGV");
    LaunchException killed = failure("kill -KILL $$", LONG);
    assertThat(killed.found()).isEqualTo("the enclave process was killed (SIGKILL)");
    assertThat(killed.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("dmesg"));
  }

  @Test
  void aBootThatHangsIsEnded() throws Exception {
    LaunchException failure = failure("echo waiting; exec sleep 100", Duration.ofMillis(500));
    assertThat(failure.reason()).isEqualTo(Reason.BOOT_TIMED_OUT);
    assertThat(failure.found()).isEqualTo("it still runs, but no heartbeat came");
    assertThat(failure.console()).containsExactly("waiting");
    assertThat(started).hasSize(1);
  }

  @Test
  void anImageWithoutAPlatformIsNamed() throws Exception {
    Path unpacked = UnpackedImage.whoseLoader(folder, "exit 0");
    Files.delete(unpacked.resolve("jre/bin/java"));
    LaunchException failure =
        catchThrowableOfType(
            LaunchException.class,
            () ->
                new EnclaveLauncher(new ProcessBackend(unpacked))
                    .launch(request("e1", LONG), started::addAll));
    assertThat(failure.reason()).isEqualTo(Reason.PROGRAM_MISSING);
    assertThat(failure.expected()).isEqualTo("the program " + unpacked.resolve("jre/bin/java"));
    assertThat(Files.exists(directory("e1").path())).isFalse();
  }

  @Test
  void anInterruptedLaunchLeavesNothing() throws Exception {
    Path unpacked = UnpackedImage.whoseLoader(folder, "exec sleep 100");
    Thread launcher = Thread.currentThread();
    InterruptedException interruption =
        catchThrowableOfType(
            InterruptedException.class,
            () ->
                new EnclaveLauncher(new ProcessBackend(unpacked))
                    .launch(
                        request("e1", LONG),
                        processes -> {
                          started.addAll(processes);
                          launcher.interrupt();
                        }));
    assertThat(interruption).isNotNull();
    assertThat(started).hasSize(1).noneMatch(ProcessIdentity::isAlive);
    assertThat(Files.exists(directory("e1").path())).isFalse();
  }

  /** Launches what hangs, until it is killed. */
  static final class KilledLauncher {
    private KilledLauncher() {}

    public static void main(String[] args) throws Exception {
      new EnclaveLauncher(new ProcessBackend(Path.of(args[0])))
          .launch(
              new LaunchRequest(
                  Path.of("image.eif"),
                  new RunDirectory(Path.of(args[1])),
                  OptionalInt.empty(),
                  1,
                  Optional.empty(),
                  Optional.empty()),
              processes -> System.out.println("started"));
    }
  }

  @Test
  void whatAKilledLauncherLeftIsFoundAndEnded() throws Exception {
    Path unpacked = UnpackedImage.whoseLoader(folder, "exec sleep 100");
    Process launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledLauncher.class.getName(),
                unpacked.toString(),
                directory("e1").path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(launcher.inputReader().readLine()).isEqualTo("started");
    launcher.destroyForcibly().waitFor();
    // Nothing of its processes was written down but by themselves.
    LaunchedEnclave left = remembered("e1", false, List.of());
    started.addAll(directory("e1").processes());
    assertThat(started).hasSize(1).allMatch(ProcessIdentity::isAlive);
    assertThat(left.state()).isEqualTo(State.ABANDONED);
    assertThat(left.terminate()).isEmpty();
    assertThat(started).noneMatch(ProcessIdentity::isAlive);
    assertThat(left.state()).isEqualTo(State.DEAD);
  }

  @Test
  void noProcessBeginsOnceTheEnclaveIsEnded() throws Exception {
    RunDirectory directory = directory("e1");
    directory.create();
    RunDirectory retired = directory.retire().orElseThrow();
    Path witness = folder.resolve("witness");
    // The process would write itself down into a directory that has been moved aside.
    Process late =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                DetachedProcess.WRITE_IDENTITY_THEN_EXEC,
                directory.processFile("enclave").toString(),
                "touch",
                witness.toString())
            .start();
    assertThat(late.waitFor()).isNotZero();
    assertThat(Files.exists(witness)).isFalse();
    retired.delete();
  }
}
