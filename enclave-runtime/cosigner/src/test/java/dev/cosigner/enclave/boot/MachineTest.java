package dev.cosigner.enclave.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MachineTest {
  @Test
  void aTestIsNoMachineOfItsOwn() {
    assertThat(Machine.current()).isInstanceOf(HostProcess.class);
  }

  @Test
  void theNsmFeedsTheKernel() {
    assertThatCode(() -> VirtualMachine.checkGenerator("nsm-hwrng\n")).doesNotThrowAnyException();
  }

  @Test
  void anotherGeneratorIsRefused() {
    assertThatThrownBy(() -> VirtualMachine.checkGenerator("virtio_rng.0\n"))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessage(
            "expected the kernel's randomness to come from nsm-hwrng,"
                + " found /sys/class/misc/hw_random/rng_current = virtio_rng.0");
  }

  @Test
  void aClockThatCountsByItselfIsNeeded() {
    assertThatCode(() -> VirtualMachine.checkClock("tsc\n")).doesNotThrowAnyException();
    assertThatCode(() -> VirtualMachine.checkClock("kvm-clock\n")).doesNotThrowAnyException();
    assertThatThrownBy(() -> VirtualMachine.checkClock("refined-jiffies\n"))
        .isInstanceOf(BootException.class)
        .hasMessageStartingWith("expected the kernel's time to come from kvm-clock or tsc, found")
        .hasMessageContaining("= refined-jiffies");
  }

  @Test
  @Timeout(60)
  void anUnexpectedErrorInAnyThreadEndsTheEnclaveWithoutItsMessage() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "--enable-native-access=ALL-UNNAMED",
                    Thrower.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(70);
    assertThat(output)
        .startsWith(
            "cosigner-enclave: fatal: unexpected java.lang.IllegalStateException at "
                + "dev.cosigner.enclave.boot.MachineTest$Thrower.fail(MachineTest.java:")
        .hasLineCount(1)
        .doesNotContain("a secret");
  }

  /** An enclave with a thread that fails. */
  static final class Thrower {
    private Thrower() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread.setDefaultUncaughtExceptionHandler(new FatalErrors(Machine.current()));
      new Thread(Thrower::fail).start();
      Thread.sleep(30_000);
    }

    private static void fail() {
      throw new IllegalStateException("a secret");
    }
  }
}
