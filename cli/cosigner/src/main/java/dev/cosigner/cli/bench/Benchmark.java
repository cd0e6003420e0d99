package dev.cosigner.cli.bench;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.mpc.Session;
import dev.cosigner.protocol.wallet.Scheme;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts the process that measures, and reads what it found. */
public final class Benchmark {
  /**
   * What was measured.
   *
   * @param unitMillis processor time of one constant-time 4096-bit power with a 2048-bit exponent
   * @param libcrypto the library's release
   * @param ifma whether the library uses the processor's AVX512-IFMA instructions
   */
  public record Report(
      double unitMillis, String libcrypto, boolean ifma, List<Measurement> measurements) {}

  /** How long each operation is measured, in processor time. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final BenchmarkRuntime runtime;
  private final Duration patience;
  private final List<String> schemes;

  public Benchmark(BenchmarkRuntime runtime) {
    this(
        runtime,
        PATIENCE,
        List.of(
            MeasuringProcess.ECDSA, MeasuringProcess.FROST_ED25519, MeasuringProcess.FROST_BIP340));
  }

  Benchmark(BenchmarkRuntime runtime, Duration patience, List<String> schemes) {
    this.runtime = runtime;
    this.patience = patience;
    this.schemes = schemes;
  }

  /**
   * Measures.
   *
   * @param parties of each protocol
   * @param progress is told each operation that was measured, and how full each pool is at the end
   * @throws CosignerException {@code benchmark-failed} if the process ends without a report
   */
  public Report run(int parties, Consumer<String> progress)
      throws CosignerException, IOException, InterruptedException {
    List<String> command = new ArrayList<>(runtime.java());
    command.addAll(List.of("-cp", classPath(), MeasuringProcess.class.getName()));
    command.add(Integer.toString(parties));
    command.add(Long.toString(patience.toMillis()));
    command.addAll(schemes);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(runtime.directory().toFile());
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      Report report = read(lines, progress);
      int status = process.waitFor();
      if (status != 0 || report.libcrypto() == null || report.unitMillis() == 0) {
        throw CosignerException.of(
                "benchmark-failed", ExitCode.ENVIRONMENT, "the process that measures has failed")
            .expected("a report, and exit code 0")
            .found("exit code " + status)
            .hint("what it said is above; --runtime chooses another runtime")
            .build();
      }
      return report;
    } finally {
      process.destroy();
    }
  }

  private static Report read(BufferedReader lines, Consumer<String> progress) throws IOException {
    double unit = 0;
    String libcrypto = null;
    boolean ifma = false;
    List<Measurement> measurements = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int tab = line.indexOf('\t');
      String name = tab < 0 ? line : line.substring(0, tab);
      String value = line.substring(tab + 1);
      switch (name) {
        case MeasuringProcess.UNIT -> unit = Double.parseDouble(value);
        case MeasuringProcess.LIBCRYPTO -> libcrypto = value;
        case MeasuringProcess.IFMA -> ifma = Boolean.parseBoolean(value);
        case MeasuringProcess.RESULT -> {
          measurements.add(Measurement.ofLine(value));
          progress.accept(
              "measured "
                  + measurements.getLast().scheme()
                  + " "
                  + measurements.getLast().operation());
        }
        case MeasuringProcess.POOL -> progress.accept(value);
        default -> throw new IOException("expected a line of the report, found: " + line);
      }
    }
    return new Report(unit, libcrypto, ifma, measurements);
  }

  /** Where this module, the engine and the protocol's types are; nothing else is needed. */
  private static String classPath() throws IOException {
    List<Path> places = new ArrayList<>();
    for (Class<?> type : List.of(MeasuringProcess.class, Session.class, Scheme.class)) {
      try {
        places.add(
            Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toAbsolutePath());
      } catch (URISyntaxException e) {
        throw new IOException("expected the place of " + type.getName() + " to be a file", e);
      }
    }
    return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
