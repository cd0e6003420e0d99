package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.ReleaseApproval;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner release approve}: a rebuilder's signature over what an image measures to. */
@CommandLine.Command(
    name = "approve",
    description = {
      "Sign what an image measures to that you have built yourself.",
      "",
      "Writes one small file; send it to those who release the image. The signature is over PCR0,"
          + " PCR1 and PCR2, so it is good for every image that measures the same."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner release approve cosigner.eif --operator-key alice.pem",
      "  cosigner release approve cosigner.eif --operator-key alice.pem --output alice.approval"
    })
final class ReleaseApproveCommand extends Command {
  @Parameters(paramLabel = "F", description = "The image, as you built it.")
  private Path image;

  @Option(
      names = "--operator-key",
      paramLabel = "KEY",
      description = "Your key, made by 'cosigner operator create' (default: the context's).")
  private Path keyOption;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Where the pass-phrase is read from, instead of a prompt.")
  private Path passphraseFile;

  @Option(
      names = "--output",
      paramLabel = "OUT",
      description = "The approval (default: F, the start of your public key, and .approval).")
  private Path output;

  @Mixin private ResultOptions results;

  ReleaseApproveCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    Path key = OperatorOptions.key(invocation(), keyOption);
    Measurements measurements = ImageFile.measure(image);
    byte[] pem = BoundedFile.read(key, OperatorKey.MAX_FILE_BYTES, "operator key");
    char[] passphrase =
        OperatorOptions.passphrase(
            invocation(), passphraseFile, "Pass-phrase of the operator key " + key + ":");
    ReleaseApproval approval;
    try {
      approval =
          ReleaseApproval.sign(OperatorKey.open(key.toString(), pem, passphrase), measurements);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    Path file = output == null ? besides(approval) : output;
    results.write(file, approval.encode(), image, key, passphraseFile);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("approval", file.toString());
    document.put("rebuilder", approval.rebuilder().hex());
    document.putAll(MeasurementsFile.document(measurements));
    invocation()
        .output()
        .result(
            document,
            "approved PCR0 %s as %s in %s"
                .formatted(
                    measurements.pcr0(),
                    approval.rebuilder().hex(),
                    Printable.of(file.toString())));
    return ExitCode.DONE;
  }

  private Path besides(ReleaseApproval approval) {
    return image.resolveSibling(
        "%s.%s.approval"
            .formatted(image.getFileName(), approval.rebuilder().hex().substring(0, 8)));
  }
}
