package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.bench.ImageBenchmark;
import dev.cosigner.eif.bench.ImageBenchmark.Speed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner bench eif}: building and measuring against hashing once. */
@CommandLine.Command(
    name = "eif",
    description = {
      "Measure how fast images are built and measured.",
      "",
      "Writes a ramdisk of the given size, and compares building and measuring an image of it with"
          + " hashing the same file once by the JDK's SHA-384, and by libcrypto's where there is one."
          + " Needs three times the size on disk, in the temporary folder."
    },
    footer = {"", "Examples:", "  cosigner bench eif", "  cosigner bench eif --size 256 --json"})
final class BenchEifCommand extends Command {
  private static final int MAX_SIZE = 16 * 1024;

  @Option(
      names = "--size",
      paramLabel = "MIB",
      defaultValue = "1024",
      description = "Size of the ramdisk in MiB, 1 to 16384 (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each is done, 1 to 20; the fastest counts (default: ${DEFAULT-VALUE}).")
  private int rounds;

  BenchEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    requireRange("--size", size, MAX_SIZE);
    requireRange("--rounds", rounds, 20);
    invocation().output().progress("hashing, building and measuring %d MiB".formatted(size));
    List<Speed> speeds = new ImageBenchmark((long) size << 20, rounds).run();
    Table table = Table.withHeadings("what", "MiB/s", "of hashing once");
    List<Map<String, Object>> results = new ArrayList<>();
    double baseline = speeds.getFirst().mebibytesPerSecond();
    for (Speed speed : speeds) {
      double share = speed.mebibytesPerSecond() / baseline;
      table.row(
          speed.what(),
          "%.0f".formatted(speed.mebibytesPerSecond()),
          "%.0f %%".formatted(100 * share));
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("what", speed.what());
      tree.put("mebibytesPerSecond", Math.round(speed.mebibytesPerSecond()));
      tree.put("shareOfHashingOnce", Double.valueOf(String.format(Locale.ROOT, "%.3f", share)));
      results.add(tree);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sizeMebibytes", size);
    document.put("speeds", results);
    StringBuilder text = new StringBuilder(table.toString());
    ImageBenchmark.peakResidentMebibytes()
        .ifPresent(peak -> {
          document.put("peakResidentMebibytes", peak);
          text.append("\n\npeak resident memory: ").append(peak).append(" MiB");
        });
    invocation().output().result(document, text.toString());
    return ExitCode.DONE;
  }

  private static void requireRange(String option, int value, int max) throws CosignerException {
    if (value < 1 || value > max) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, option + " is out of range")
          .expected("1 to " + max)
          .found(Integer.toString(value))
          .hint("'cosigner bench eif --help' shows what it takes")
          .build();
    }
  }
}
