package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.KmsKeys;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.image.DetachedSignature;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.ImageSigning;
import dev.cosigner.cli.image.KmsImageSigning;
import dev.cosigner.cli.image.SigningCertificateFile;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner sign-eif}: puts a signature over PCR0 into an image. */
@CommandLine.Command(
    name = "sign-eif",
    description = {
      "Sign an enclave image, so that its enclaves attest PCR8.",
      "",
      "The signature is over PCR0, by a key on P-256, P-384 or P-521, and replaces one that is"
          + " there. PCR0, PCR1 and PCR2 stay as they are. A key in AWS KMS signs by its ARN, with"
          + " your own AWS credentials. A key that is kept elsewhere signs in two steps:"
          + " --to-be-signed writes what it signs, --signature takes what it made of it."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner sign-eif cosigner.eif --certificate signer.pem --private-key signer.key",
      "  cosigner sign-eif cosigner.eif --certificate signer.pem --kms-key"
          + " arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
      "  cosigner sign-eif cosigner.eif --certificate signer.pem --to-be-signed digest.bin",
      "  cosigner sign-eif cosigner.eif --certificate signer.pem --signature signature.der --json"
    })
final class SignEifCommand extends Command {
  @Parameters(paramLabel = "F", description = "The image.")
  private Path image;

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "CERT",
      description = "The signing key's certificate (PEM), which becomes part of the image.")
  private Path certificate;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Signer signer;

  private static final class Signer {
    @Option(
        names = "--private-key",
        paramLabel = "KEY",
        description = "The signing key (PEM), encrypted or not.")
    private Path privateKey;

    @Option(
        names = "--kms-key",
        paramLabel = "ARN",
        description = "The signing key in AWS KMS: a key to sign and verify, by its ARN.")
    private String kmsKey;

    @Option(
        names = "--to-be-signed",
        paramLabel = "OUT",
        description = "Write the bytes that a key kept elsewhere has to sign, and end.")
    private Path toBeSigned;

    @Option(
        names = "--signature",
        paramLabel = "IN",
        description = "The signature that it made over these bytes: DER, or r and s in a row.")
    private Path signature;
  }

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Where the key's pass-phrase is read from, instead of a prompt.")
  private Path passphraseFile;

  @Option(
      names = "--output",
      paramLabel = "OUT",
      description = "The signed image (default: the image itself is replaced).")
  private Path output;

  @Mixin private ResultOptions results;

  SignEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    SigningCertificate signing = SigningCertificateFile.read(certificate);
    if (signer.toBeSigned != null) {
      return writeToBeSigned(signing, ImageFile.measure(image).pcr0());
    }
    boolean inPlace = output == null || (Files.exists(output) && Files.isSameFile(output, image));
    // Of a link the image is signed, not the link replaced.
    Path out = inPlace ? image.toRealPath() : output;
    Path[] inputs = {certificate, signer.privateKey, signer.signature, passphraseFile};
    if (inPlace) {
      ResultOptions.requireNoInput(out, inputs);
    } else {
      results.requireFree(out, inputs);
    }
    PcrValue pcr0 = ImageFile.measure(image).pcr0();
    ImageSigning.requireValidNow(signing, invocation().output());
    ImageSignature signature = signature(signing, pcr0);
    Measurements measurements =
        ImageSigning.write(image, signature, out, inPlace || results.replace());
    ImageSigning.report(invocation().output(), inPlace ? image : output, measurements, signing);
    return ExitCode.DONE;
  }

  private ExitCode writeToBeSigned(SigningCertificate signing, PcrValue pcr0)
      throws CosignerException, IOException {
    results.write(signer.toBeSigned, ImageSignature.toBeSigned(signing, pcr0), image, certificate);
    String algorithm = signing.algorithm().name();
    invocation()
        .output()
        .result(
            Map.of(
                "toBeSigned", signer.toBeSigned.toString(),
                "algorithm", algorithm,
                "PCR0", pcr0.hex()),
            "sign %s by %s (hash it as part of that), then give --signature"
                .formatted(Printable.of(signer.toBeSigned.toString()), algorithm));
    return ExitCode.DONE;
  }

  private ImageSignature signature(SigningCertificate signing, PcrValue pcr0)
      throws CosignerException, IOException, InterruptedException {
    if (signer.signature != null) {
      byte[] bytes =
          BoundedFile.read(signer.signature, DetachedSignature.MAX_FILE_BYTES, "signature");
      return DetachedSignature.of(bytes, signing, pcr0);
    }
    if (signer.kmsKey != null) {
      try (KmsKeys keys =
          KmsKeys.ofKey("--kms-key", signer.kmsKey, KeyPolicyFiles.profile(invocation()))) {
        return KmsImageSigning.sign(keys, signer.kmsKey, signing, pcr0);
      }
    }
    return ImageSigning.open(
            signer.privateKey,
            question -> OperatorOptions.passphrase(invocation(), passphraseFile, question))
        .sign(signing, pcr0);
  }
}
