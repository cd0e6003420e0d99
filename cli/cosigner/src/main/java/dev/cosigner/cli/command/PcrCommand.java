package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.image.ImageDescription;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.SigningCertificateFile;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.Pcr;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code cosigner pcr}: the value that a register has for a given thing. */
@CommandLine.Command(
    name = "pcr",
    description = {
      "Compute a register of an image, a file, a certificate, a role or an instance.",
      "",
      "The values are those that attestation documents carry and key policies name, as"
          + " kms:RecipientAttestation:PCR<n>."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner pcr --eif cosigner.eif",
      "  cosigner pcr --certificate signer.pem",
      "  cosigner pcr --role-arn arn:aws:iam::123456789012:role/Webserver",
      "  cosigner pcr --instance-id i-0123456789abcdef0 --json"
    })
final class PcrCommand extends Command {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\x21-\\x7e]{1,576}");
  private static final Pattern INSTANCE = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source;

  private static final class Source {
    @Option(
        names = "--eif",
        paramLabel = "F",
        description = "PCR0, PCR1, PCR2 of an image; PCR8 if signed.")
    private Path eif;

    @Option(
        names = "--file",
        paramLabel = "F",
        description = "The register that one file, such as a ramdisk, extends alone.")
    private Path file;

    @Option(
        names = "--certificate",
        paramLabel = "F",
        description = "PCR8 of images signed by the key of a certificate (PEM).")
    private Path certificate;

    @Option(
        names = "--role-arn",
        paramLabel = "ARN",
        description = "PCR3 of enclaves whose parent instance has this IAM role.")
    private String roleArn;

    @Option(
        names = "--instance-id",
        paramLabel = "ID",
        description = "PCR4 of enclaves on this parent instance.")
    private String instanceId;
  }

  PcrCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    if (source.eif != null) {
      return image();
    }
    if (source.file != null) {
      return one("PCR", file());
    }
    if (source.certificate != null) {
      return one("PCR8", certificate());
    }
    if (source.roleArn != null) {
      requireForm(source.roleArn, ROLE, "role", "arn:aws:iam::123456789012:role/NAME");
      return one("PCR3", Pcr.ofInstanceRole(source.roleArn));
    }
    requireForm(source.instanceId, INSTANCE, "instance id", "i- and 17 hexadecimal digits");
    return one("PCR4", Pcr.ofInstanceId(source.instanceId));
  }

  private ExitCode image() throws CosignerException, IOException {
    InspectedImage image = ImageFile.inspect(source.eif, Depth.SECTIONS);
    ImageDescription description = new ImageDescription(image, Instant.now());
    if (!description.faults().isEmpty()) {
      throw CosignerException.of(
              "image-not-intact", ExitCode.CHECK_FAILED, source.eif + " is not as it was built")
          .expected("a right CRC, and a valid signature if it is signed")
          .found(String.join("\n", description.faults()))
          .hint("'cosigner describe-eif " + source.eif + "' tells its registers all the same")
          .build();
    }
    Object measurements = description.document().get("Measurements");
    Table table = Table.ofFields();
    ((Map<?, ?>) measurements)
        .forEach((name, value) -> {
          if (name.toString().startsWith("PCR")) {
            table.row(name.toString(), value.toString());
          }
        });
    invocation().output().result(Map.of("Measurements", measurements), table.toString());
    return ExitCode.DONE;
  }

  private PcrValue file() throws IOException {
    try (InputStream in = Files.newInputStream(source.file)) {
      return Pcr.ofContent(in);
    }
  }

  private PcrValue certificate() throws CosignerException, IOException {
    return SigningCertificateFile.read(source.certificate).pcr8();
  }

  private static void requireForm(String value, Pattern form, String what, String expected)
      throws CosignerException {
    if (!form.matcher(value).matches()) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "this is no " + what)
          .expected(expected)
          .found(value)
          .hint("the register covers every character; an instance profile is not a role")
          .build();
    }
  }

  private ExitCode one(String name, PcrValue value) {
    invocation().output().result(Map.of(name, value.hex()), value.hex());
    return ExitCode.DONE;
  }
}
