package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageLabels;
import dev.cosigner.eif.source.DirectoryTree;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.host.EnclaveLauncher;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.host.QemuBackend;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program of others as process 1 of an emulated Nitro machine: this machine's own shell. */
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ForeignProcessBootTest {
  /** Tells what it finds, by the shell's own means: there is no other program. */
  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "process $$ called $0"
      for argument; do echo "argument <$argument>"; done
      echo "variable <$GREETING>"
      echo "directory $PWD"
      while read -r line; do
        case $line in Uid*|Gid*|Groups*|SigBlk*) echo $line ;; esac
      done </proc/1/status
      for fd in 3 4 5 6 7 8 9; do [ -e /proc/1/fd/$fd ] && echo "open file $fd"; done
      echo /*
      echo written >/dev/stdout
      for directory in /tmp /dev/shm /srv/data /srv; do
        (echo x >$directory/file) 2>/dev/null && echo "writes to $directory"
      done
      [ -c /dev/nsm ] && [ -c /dev/urandom ] && [ -e /sys/kernel ] && echo "has the kernel's files"
      echo done
      # The machine ends with this process, whatever the console has yet to print.
      i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done
      """;

  @TempDir private Path folder;

  private final List<ProcessIdentity> started = new ArrayList<>();

  /** QEMU itself: on a busy machine the last of several boots. */
  private ProcessIdentity machine;

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    for (ProcessIdentity process : started) {
      process.end(Duration.ofSeconds(5));
    }
  }

  private static QemuBackend qemu() throws Exception {
    Optional<String> home =
        Optional.ofNullable(System.getenv("COSIGNER_QEMU_HOME")).filter(value -> !value.isEmpty());
    if (home.isEmpty() && "true".equals(System.getenv("CI"))) {
      fail("expected COSIGNER_QEMU_HOME to name a folder with QEMU, found it unset in CI");
    }
    assumeTrue(home.isPresent(), "COSIGNER_QEMU_HOME is not set: no Nitro machine is emulated");
    return QemuBackend.find(home, "");
  }

  private static void copy(Path file, Path root) throws IOException {
    Path copy = root.resolve(file.toString().substring(1));
    Files.createDirectories(copy.getParent());
    Files.copy(file.toRealPath(), copy);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The shell, and the libraries that it needs. */
  private static Path root(Path root) throws Exception {
    Path shell = Path.of("/bin/sh");
    copy(shell, root);
    Process process = new ProcessBuilder("ldd", shell.toString()).start();
    String libraries =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    for (String word : libraries.split("\\s+", -1)) {
      if (word.startsWith("/")) {
        copy(Path.of(word), root);
      }
    }
    Files.createDirectories(root.resolve("srv/data"));
    Files.setPosixFilePermissions(
        root.resolve("srv/data"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Path program = Files.writeString(root.resolve("program"), SCRIPT);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return root;
  }

  @Test
  void itsUserGroupsDirectoryArgumentsAndVariablesAreTheImages() throws Exception {
    QemuBackend qemu = qemu();
    ProcessConfiguration process =
        new ProcessConfiguration(
            List.of("/program", "one", "two words", ""),
            List.of("GREETING=good day", "PATH=/bin"),
            "/srv/data",
            1234,
            2345,
            List.of(7, 3456));
    ForeignSource source =
        new ForeignSource(DirectoryTree.read(root(folder.resolve("root"))), process, List.of());
    Path image = folder.resolve("foreign.eif");
    new ImageBuild(RepositoryImage.distribution(folder))
        .build(source, ImageLabels.standard(), image);
    RunDirectory run = RunDirectory.of(folder.resolve("run"), "e1");
    LaunchRequest request =
        new LaunchRequest(image, run, OptionalInt.empty(), 2, Optional.empty(), Optional.empty());

    // Returns once the heartbeat was answered.
    new EnclaveLauncher(qemu)
        .launch(
            request,
            processes -> {
              started.addAll(processes);
              machine = processes.getFirst();
            });
    // The end of process 1 is the end of the machine.
    for (int i = 0; i < 2400 && machine.isAlive(); i++) {
      Thread.sleep(100);
    }

    assertThat(Files.readAllLines(run.console()).stream().map(String::strip))
        .containsSubsequence(
            "process 1 called /program",
            "argument <one>",
            "argument <two words>",
            "argument <>",
            "variable <good day>",
            "directory /srv/data",
            "Uid: 1234 1234 1234 1234",
            "Gid: 2345 2345 2345 2345",
            "Groups: 7 3456",
            "SigBlk: 0000000000000000",
            "/bin /dev /lib /lib64 /proc /program /srv /sys /tmp",
            "written",
            "writes to /tmp",
            "writes to /dev/shm",
            "writes to /srv/data",
            "has the kernel's files",
            "done")
        .doesNotContain("writes to /srv")
        .noneMatch(line -> line.startsWith("open file"))
        .noneMatch(line -> line.startsWith("cosigner-enclave:"));
  }
}
