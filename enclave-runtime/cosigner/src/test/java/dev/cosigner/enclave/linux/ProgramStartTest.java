package dev.cosigner.enclave.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A process that becomes another program. What needs root's rights is tested where the tests have
 * them, and in an emulated machine by the command line's tests.
 */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ProgramStartTest {
  private record Ended(long processId, int exit, String output) {}

  /** Starts a Java process that becomes {@code arguments}; its root is the directory named. */
  private static Ended become(String root, String directory, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "--enable-native-access=ALL-UNNAMED",
            Becomer.class.getName(),
            root,
            directory));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.pid(), process.waitFor(), output);
  }

  /** What the Java process is, until it is something else. */
  static final class Becomer {
    private Becomer() {}

    public static void main(String[] arguments) {
      List<String> all = List.of(arguments);
      try {
        new ProgramStart(
                new ProcessConfiguration(
                    all.subList(2, all.size()),
                    List.of("GREETING=good day", "PATH=/usr/bin:/bin"),
                    all.get(1),
                    12345,
                    23456,
                    List.of(7, 34567)))
            .run(all.get(0));
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.readString(Path.of("/proc/self/status")).contains("\nUid:\t0\t");
  }

  @Test
  void nobodyElseThanRootCan() throws Exception {
    assumeTrue(!isRoot(), "the tests run as root");
    assertThat(become("/", "/", "/bin/sh").output())
        .isEqualTo(
            "expected to make \"/\" its root: chroot failed: operation not permitted (EPERM)\n");
  }

  @Test
  void theProgramHasTheProcessAndWhatIsAskedForAlone() throws Exception {
    assumeTrue(isRoot(), "the tests do not run as root");
    // Programs of the shell have the files and signals that it was given, and what they open.
    String script =
        "echo $$ $0 $#:$1; pwd; echo $GREETING; env | wc -l; ls /proc/self/fd | tr '\\n' ' '; echo;"
            + " grep -E '^(Uid|Gid|Groups|SigBlk)' /proc/self/status; echo back >/dev/stdout";
    Ended ended = become("/", "/usr", "/bin/sh", "-c", script, "zero", "a b");
    assertThat(ended.output().lines().map(String::stripTrailing))
        .containsExactly(
            ended.processId() + " zero 1:a b",
            "/usr",
            "good day",
            "3",
            "0 1 2 3",
            "Uid:\t12345\t12345\t12345\t12345",
            "Gid:\t23456\t23456\t23456\t23456",
            "Groups:\t7 34567",
            "SigBlk:\t0000000000000000",
            "back");
  }

  @Test
  void everyStepThatFailsIsNamed() throws Exception {
    assumeTrue(isRoot(), "the tests do not run as root");
    assertThat(become("/no-such-root", "/", "/bin/sh").output())
        .isEqualTo(
            "expected to make \"/no-such-root\" its root:"
                + " chroot failed: no such file or directory (ENOENT)\n");
    assertThat(become("/", "/no-such-directory", "/bin/sh").output())
        .isEqualTo(
            "expected to work in \"/no-such-directory\":"
                + " chdir failed: no such file or directory (ENOENT)\n");
    assertThat(become("/", "/", "/bin/no-such\u0007program").output())
        .isEqualTo(
            "expected to run \"/bin/no-such?program\":"
                + " execve failed: no such file or directory (ENOENT)\n");
    assertThat(become("/", "/", "/etc/passwd").output())
        .isEqualTo("expected to run \"/etc/passwd\": execve failed: permission denied (EACCES)\n");
  }
}
