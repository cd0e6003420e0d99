package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.host.LaunchException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How QEMU is found and driven, with scripts in its place; real boots are tested with images. */
@Timeout(120)
class QemuBackendTest {
  private static final String HANGS = "exec sleep 100";

  /** Makes the socket file that its argument names, as the device does. */
  private static final String DEVICE =
      "echo \"device $*\"; s=${2#*socket=}; : >\"${s%%,*}\"; exec sleep 100";

  @TempDir private Path folder;

  private final List<ProcessIdentity> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() throws Exception {
    for (ProcessIdentity process : started) {
      process.end(Duration.ZERO);
    }
  }

  private Path home(String qemu, String device) throws IOException {
    Path home = folder.resolve("qemu");
    Files.createDirectories(home.resolve("firmware"));
    UnpackedImage.program(home.resolve("bin/qemu-system-x86_64"), qemu);
    UnpackedImage.program(home.resolve("bin/vhost-device-vsock"), device);
    return home;
  }

  private LaunchException failure(Path home, OptionalInt memory, long imageBytes) throws Exception {
    Path image = folder.resolve("image.eif");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(imageBytes);
    }
    RunDirectory directory = RunDirectory.of(folder.resolve("r"), "e1");
    LaunchRequest request =
        new LaunchRequest(
            image, directory, memory, 3, Optional.empty(), Optional.of(Duration.ofSeconds(30)));
    LaunchException failure =
        catchThrowableOfType(
            LaunchException.class,
            () ->
                new EnclaveLauncher(QemuBackend.find(Optional.of(home.toString()), ""))
                    .launch(request, started::addAll));
    assertThat(Files.exists(directory.path())).isFalse();
    assertThat(started).noneMatch(ProcessIdentity::isAlive);
    return failure;
  }

  @Test
  void everyMissingPartIsNamed() throws Exception {
    for (String part : List.of("firmware", "bin/qemu-system-x86_64", "bin/vhost-device-vsock")) {
      Path home = home(HANGS, DEVICE);
      Files.delete(home.resolve(part));
      LaunchException failure =
          catchThrowableOfType(
              LaunchException.class, () -> QemuBackend.find(Optional.of(home.toString()), ""));
      assertThat(failure.reason()).isEqualTo(Reason.PROGRAM_MISSING);
      assertThat(failure.expected()).endsWith(home.resolve(part).toString());
      assertThat(failure.hint().orElseThrow()).contains("QEMU 9.2", "COSIGNER_QEMU_HOME");
    }
  }

  @Test
  void withoutAHomeItIsFoundOnThePath() throws Exception {
    Path home = home(HANGS, DEVICE);
    String path = "/nowhere::relative:" + home.resolve("bin");
    assertThat(QemuBackend.find(Optional.empty(), path).name()).isEqualTo("qemu");
    Files.delete(home.resolve("bin/vhost-device-vsock"));
    LaunchException failure =
        catchThrowableOfType(LaunchException.class, () -> QemuBackend.find(Optional.empty(), path));
    assertThat(failure.expected()).isEqualTo("vhost-device-vsock on PATH");
  }

  @Test
  void theMachineGetsTheImageTheMemoryAndTheDevice() throws Exception {
    LaunchException failure =
        failure(home("echo \"$*\"; exit 1", DEVICE), OptionalInt.of(600), 100 << 20);
    Path run = RunDirectory.of(folder.resolve("r"), "e1").run();
    assertThat(failure.console().getFirst())
        .contains("-L " + folder.resolve("qemu/firmware"))
        .contains("-M nitro-enclave,vsock=vsock,id=enclave")
        .contains("-kernel " + folder.resolve("image.eif"))
        .contains("-m 600M -smp 3")
        .contains("-chardev socket,id=vsock,path=" + run.resolve("vhost.socket"));
    assertThat(failure.found()).isEqualTo("the qemu process ended with status 1");
    assertThat(started).hasSize(2);
  }

  @Test
  void theMemoryIsFourTimesTheImageAtLeast() throws Exception {
    LaunchException failure = failure(home(HANGS, DEVICE), OptionalInt.of(399), 100 << 20);
    assertThat(failure.reason()).isEqualTo(Reason.MEMORY_TOO_SMALL);
    assertThat(failure.expected()).startsWith("at least 400 MiB");
    assertThat(failure.found()).isEqualTo("399 MiB");
    String asksNothing = "echo \"$*\"; exit 1";
    assertThat(
            failure(home(asksNothing, DEVICE), OptionalInt.empty(), 300 << 20).console().getFirst())
        .contains("-m 1200M");
    assertThat(
            failure(home(asksNothing, DEVICE), OptionalInt.empty(), 10 << 20).console().getFirst())
        .contains("-m 1024M");
  }

  @Test
  void aDeviceThatDoesNotStartIsShown() throws Exception {
    LaunchException failure =
        failure(home(HANGS, "echo 'bad option'; exit 2"), OptionalInt.empty(), 10);
    assertThat(failure.reason()).isEqualTo(Reason.START_FAILED);
    assertThat(failure.found()).isEqualTo("it ended with status 2");
    assertThat(failure.console()).containsExactly("bad option");
  }

  @Test
  void aDeviceThatDiesEndsTheBoot() throws Exception {
    String dies = DEVICE.replace("exec sleep 100", "sleep 1; exit 3");
    assertThat(failure(home(HANGS, dies), OptionalInt.empty(), 10).found())
        .isEqualTo("the vsock-device process ended with status 3");
  }

  @Test
  void whatTheConsoleSaysIsTranslated() throws Exception {
    assertThat(consoleSays("qemu-system-x86_64: unsupported machine type: \"nitro-enclave\""))
        .isEqualTo("this QEMU has no nitro-enclave machine");
    assertThat(consoleSays("Kernel panic - not syncing: No working init found. Try passing init="))
        .isEqualTo("the image holds no /init that can be started");
    assertThat(consoleSays("Kernel panic - not syncing: VFS")).isEqualTo("the kernel panicked");
    assertThat(consoleSays("Terminating due to java.lang.OutOfMemoryError: Java heap space"))
        .isEqualTo("the enclave ran out of memory");
    assertThat(consoleSays("nothing known"))
        .isEqualTo("the emulated machine was switched off or restarted");
  }

  private String consoleSays(String line) throws Exception {
    return failure(home("echo '" + line + "'; exit 0", DEVICE), OptionalInt.empty(), 10).found();
  }
}
