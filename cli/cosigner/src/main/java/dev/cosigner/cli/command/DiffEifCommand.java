package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.image.DifferenceReport;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.difference.ImageComparison;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code cosigner diff-eif}: why two images do not measure the same. */
@CommandLine.Command(
    name = "diff-eif",
    description = {
      "Tell why two enclave images do not measure the same, and what to do.",
      "",
      "Looks into kernels, command lines and ramdisks, down to the entries of jars: which file,"
          + " which attribute, from which byte on; and for bytes that were moved from one section to"
          + " the next, which no register shows. Exits 0 if the images are the same, 1 if not."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner diff-eif approved.eif rebuilt.eif",
      "  cosigner diff-eif approved.eif rebuilt.eif --json"
    })
final class DiffEifCommand extends Command {
  @Parameters(index = "0", paramLabel = "A", description = "The one image.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "The other image.")
  private Path second;

  DiffEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    InspectedImage a = ImageFile.inspect(first, Depth.FILES);
    InspectedImage b = ImageFile.inspect(second, Depth.FILES);
    ImageComparison comparison = ImageComparison.of(a, first, b, second);
    DifferenceReport report = new DifferenceReport(first, a, second, b, comparison);
    String text = report.text().lines().map(Printable::of).collect(Collectors.joining("\n"));
    invocation().output().result(report.document(), text);
    return comparison.isSame() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }
}
