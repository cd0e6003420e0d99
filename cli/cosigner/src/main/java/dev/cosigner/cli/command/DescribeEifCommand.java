package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.image.ImageDescription;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.ImageTable;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.eif.inspection.InspectedRamdisk;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner describe-eif}: what an image is, measures to, and holds. */
@CommandLine.Command(
    name = "describe-eif",
    description = {
      "Tell what an enclave image is, measures to, and holds.",
      "",
      "Takes any image file (EIF). With --json the document has the fields of 'nitro-cli"
          + " describe-eif' and more. Exits 1 if the CRC is wrong, or if it is signed but not validly"
          + " over what it measures to, by a certificate valid now."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner describe-eif cosigner.eif",
      "  cosigner describe-eif cosigner.eif --files",
      "  cosigner describe-eif cosigner.eif --json"
    })
final class DescribeEifCommand extends Command {
  @Parameters(paramLabel = "F", description = "The image.")
  private Path file;

  @Option(
      names = "--files",
      description =
          "List what is in the ramdisks: cpio, plain or compressed by gzip, zstd, xz, lz4.")
  private boolean files;

  DescribeEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    InspectedImage image = ImageFile.inspect(file, files ? Depth.FILES : Depth.SECTIONS);
    Optional<RamdiskException> refusal =
        image.ramdisks().stream()
            .map(InspectedRamdisk::refusal)
            .flatMap(Optional::stream)
            .findFirst();
    if (refusal.isPresent()) {
      throw ImageFile.malformed(file, refusal.get());
    }
    ImageDescription description = new ImageDescription(image, Instant.now());
    // One of them, as large images have many files.
    boolean json = invocation().output().isJson();
    invocation()
        .output()
        .result(
            json ? description.document() : Map.of(),
            json ? "" : ImageTable.of(file, image, description));
    List<String> faults = description.faults();
    faults.forEach(invocation().output()::warning);
    return faults.isEmpty() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }
}
