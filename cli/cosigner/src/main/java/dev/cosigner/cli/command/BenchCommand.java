package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.bench.Benchmark;
import dev.cosigner.cli.bench.Benchmark.Report;
import dev.cosigner.cli.bench.BenchmarkRuntime;
import dev.cosigner.cli.bench.Measurement;
import dev.cosigner.cli.ui.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner bench}: what things cost on this machine. */
@CommandLine.Command(
    name = "bench",
    description = "Measure what the protocols and images cost on this machine.",
    footer = {
      "",
      "Examples:",
      "  cosigner bench mpc",
      "  cosigner bench mpc --parties 2 --runtime host --json",
      "  cosigner bench eif"
    })
final class BenchCommand extends CommandGroup {
  BenchCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Mpc(invocation()), new BenchEifCommand(invocation()));
  }

  /** Which runtime measures. */
  private enum RuntimeChoice {
    platform,
    host
  }

  /** {@code cosigner bench mpc}: the protocols. */
  @CommandLine.Command(
      name = "mpc",
      description = {
        "Measure the signing protocols: processor time, messages, and time to the result.",
        "",
        "All parties run in one process with the runtime of the enclaves; costs are per party, the"
            + " wall time is that of all parties together. One unit is the processor time of one"
            + " constant-time 4096-bit power with a 2048-bit exponent, measured in the same run:"
            + " units compare between machines. Online is what happens between request and result,"
            + " offline what was made ahead and used up: safe primes, randomisers and"
            + " presignatures, at what they cost to make. Processor time is that of one thread at"
            + " work, wall time that of one for each core. Add-user is per member of the new group."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner bench mpc",
        "  cosigner bench mpc --parties 2 --runtime host --json"
      })
  private static final class Mpc extends Command {
    private static final int MIN_PARTIES = 2;
    private static final int MAX_PARTIES = 5;
    private static final MathContext DIGITS = new MathContext(4);

    @Option(
        names = "--parties",
        paramLabel = "N",
        defaultValue = "3",
        description = "How many cosigners, from 2 to 5 (default: ${DEFAULT-VALUE}).")
    private int parties;

    @Option(
        names = "--runtime",
        paramLabel = "platform|host",
        defaultValue = "platform",
        description =
            "The enclaves' own Java runtime and libraries, or those of this machine (default:"
                + " ${DEFAULT-VALUE}).")
    private RuntimeChoice runtime;

    Mpc(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException, InterruptedException {
      if (parties < MIN_PARTIES || parties > MAX_PARTIES) {
        throw CosignerException.of(
                "invalid-value", ExitCode.USAGE, "--parties takes another number")
            .expected(MIN_PARTIES + " to " + MAX_PARTIES)
            .found(Integer.toString(parties))
            .hint("three is the normal case")
            .build();
      }
      BenchmarkRuntime with =
          switch (runtime) {
            case platform ->
                BenchmarkRuntime.platform(invocation().distribution(), invocation().state());
            case host -> BenchmarkRuntime.host(invocation().distribution(), invocation().state());
          };
      invocation()
          .output()
          .progress("measuring with %d parties; this takes some minutes".formatted(parties));
      Report report =
          new Benchmark(with).run(parties, told -> invocation().output().progress(told));
      invocation().output().result(document(report), text(report));
      return ExitCode.DONE;
    }

    private Map<String, Object> document(Report report) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("unit_ms", rounded(report.unitMillis()));
      document.put("backend", "libcrypto");
      document.put("libcrypto", report.libcrypto());
      document.put("ifma", report.ifma());
      document.put("parties", parties);
      List<Object> results = new ArrayList<>();
      for (Measurement measurement : report.measurements()) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("scheme", measurement.scheme());
        result.put("operation", measurement.operation());
        result.put("cpu_ms_per_party", rounded(measurement.totalMillis()));
        result.put("online_units", rounded(measurement.onlineMillis() / report.unitMillis()));
        result.put("offline_units", rounded(measurement.offlineMillis() / report.unitMillis()));
        result.put("total_units", rounded(measurement.totalMillis() / report.unitMillis()));
        result.put("wall_ms", rounded(measurement.wallMillis()));
        result.put("bytes_per_party", Math.round(measurement.bytes()));
        results.add(result);
      }
      document.put("results", results);
      return document;
    }

    private String text(Report report) {
      Table table =
          Table.withHeadings(
              "scheme",
              "operation",
              "cpu ms/party",
              "online units",
              "offline units",
              "total units",
              "wall ms",
              "bytes/party");
      for (Measurement measurement : report.measurements()) {
        table.row(
            measurement.scheme(),
            measurement.operation(),
            rounded(measurement.totalMillis()).toPlainString(),
            rounded(measurement.onlineMillis() / report.unitMillis()).toPlainString(),
            rounded(measurement.offlineMillis() / report.unitMillis()).toPlainString(),
            rounded(measurement.totalMillis() / report.unitMillis()).toPlainString(),
            rounded(measurement.wallMillis()).toPlainString(),
            Long.toString(Math.round(measurement.bytes())));
      }
      return "%s\n\nunit: %s ms, %s, AVX512-IFMA %s; %d parties"
          .formatted(
              table,
              rounded(report.unitMillis()).toPlainString(),
              report.libcrypto(),
              report.ifma() ? "used" : "not used",
              parties);
    }

    private static BigDecimal rounded(double value) {
      return new BigDecimal(value).round(DIGITS);
    }
  }
}
