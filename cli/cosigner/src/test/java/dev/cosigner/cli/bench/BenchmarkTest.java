package dev.cosigner.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.eif.ramdisk.ImageUnpacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkTest {
  private static final Path PLATFORM = Path.of("../../eif-build/platform/platform.cpio.zst");

  @TempDir private Path directory;

  /** A process that says what the test wants, in place of one that measures. */
  private Benchmark process(String script) {
    return new Benchmark(
        new BenchmarkRuntime(List.of("/bin/sh", "-c", script), directory),
        Duration.ofMillis(1),
        List.of());
  }

  @Test
  void aReportIsRead() throws Exception {
    var told = new ArrayList<String>();
    var report =
        process(
                "printf 'libcrypto\\tOpenSSL 3.9\\nifma\\ttrue\\n"
                    + "result\\tecdsa\\tsign\\t2.5\\t4.5\\t30\\t1234.5\\n"
                    + "pool\\tsafe primes: 12 of 12 ready\\nunit\\t5.5\\n'")
            .run(3, told::add);
    assertThat(report.libcrypto()).isEqualTo("OpenSSL 3.9");
    assertThat(report.ifma()).isTrue();
    assertThat(report.unitMillis()).isEqualTo(5.5);
    assertThat(report.measurements())
        .containsExactly(new Measurement("ecdsa", "sign", 2.5, 4.5, 30, 1234.5));
    assertThat(told).containsExactly("measured ecdsa sign", "safe primes: 12 of 12 ready");
    var measured = report.measurements().getFirst();
    assertThat(measured.totalMillis()).isEqualTo(7);
    assertThat(Measurement.ofLine(measured.toLine())).isEqualTo(measured);
  }

  @Test
  void aProcessThatFailsIsReported() {
    for (String script : List.of("exit 3", "exit 0", "printf 'unit\\t5\\n'")) {
      assertThatThrownBy(() -> process(script).run(3, done -> {}))
          .isInstanceOf(CosignerException.class)
          .hasMessageContaining("process that measures has failed");
    }
    assertThatThrownBy(() -> process("echo something").run(3, done -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found: something");
    assertThatThrownBy(() -> Measurement.ofLine("ecdsa\tsign"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 fields");
  }

  /** The Schnorr schemes' operations run in the platform's own runtime, with its libraries. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void thePlatformMeasures() throws Exception {
    Path platform = directory.resolve("platform");
    new ImageUnpacker().unpackRamdisk(Files.readAllBytes(PLATFORM), platform);
    var report =
        new Benchmark(
                BenchmarkRuntime.ofPlatform(platform),
                Duration.ofMillis(10),
                List.of(MeasuringProcess.FROST_ED25519, MeasuringProcess.FROST_BIP340))
            .run(2, done -> {});
    assertThat(report.libcrypto()).startsWith("OpenSSL 3.5");
    assertThat(report.unitMillis()).isPositive();
    assertThat(report.measurements())
        .extracting(Measurement::scheme, Measurement::operation)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(8);
    assertThat(report.measurements())
        .allMatch(done -> done.onlineMillis() > 0 && done.wallMillis() > 0 && done.bytes() > 0);
  }
}
