package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessIdentityTest {
  private static final Duration GRACE = Duration.ofMillis(500);

  private static Process start(String script) throws Exception {
    return new ProcessBuilder("/bin/sh", "-c", script).start();
  }

  private static ProcessIdentity identity(Process process) throws Exception {
    return ProcessIdentity.of(process.pid()).orElseThrow();
  }

  @Test
  void aProcessIsAliveUntilItEnds() throws Exception {
    Process process = start("exec sleep 60");
    ProcessIdentity identity = identity(process);
    assertThat(identity.isAlive()).isTrue();
    assertThat(identity.end(GRACE)).isTrue();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(identity.isAlive()).isFalse();
    assertThat(identity.end(GRACE)).isTrue();
    assertThat(ProcessIdentity.of(process.pid())).isEmpty();
  }

  @Test
  void aProcessThatDoesNotListenIsKilled() throws Exception {
    Process process = start("trap '' TERM; echo ready; while :; do sleep 1; done");
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    assertThat(identity(process).end(GRACE)).isTrue();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void anotherProcessWithTheSameIdIsLeftAlone() throws Exception {
    Process process = start("exec sleep 60");
    ProcessIdentity identity = identity(process);
    ProcessIdentity earlier =
        new ProcessIdentity(identity.pid(), identity.startTicks() - 1, identity.bootId());
    ProcessIdentity otherBoot =
        new ProcessIdentity(
            identity.pid(), identity.startTicks(), "00000000-0000-0000-0000-000000000000");
    for (ProcessIdentity other : new ProcessIdentity[] {earlier, otherBoot}) {
      assertThat(other.isAlive()).isFalse();
      assertThat(other.end(GRACE)).isTrue();
    }
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly().waitFor();
  }

  @Test
  void theNameOfAProgramCannotMislead() {
    String fields = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 777 20 21";
    assertThat(ProcessIdentity.parse("boot\n42 (a) S 9 (b)" + fields + "\n"))
        .contains(new ProcessIdentity(42, 777, "boot"));
  }

  @Test
  void whatIsNotWrittenInFullIsNoIdentity() {
    String stat = "42 (sh) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 777 20";
    assertThat(ProcessIdentity.parse("boot\n" + stat + "\n")).isPresent();
    assertThat(ProcessIdentity.parse("boot\n" + stat)).isEmpty();
    assertThat(ProcessIdentity.parse("boot\n")).isEmpty();
    assertThat(ProcessIdentity.parse("")).isEmpty();
    assertThat(ProcessIdentity.parse("boot\n42 sh S 1\n")).isEmpty();
    assertThat(ProcessIdentity.parse("boot\n42 (sh) S 1\n")).isEmpty();
    assertThat(ProcessIdentity.parse("boot\n" + stat.replace("777", "x") + "\n")).isEmpty();
  }
}
