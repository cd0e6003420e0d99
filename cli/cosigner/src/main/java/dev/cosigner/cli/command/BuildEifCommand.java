package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.image.ImageSigning;
import dev.cosigner.cli.image.SigningCertificateFile;
import dev.cosigner.cli.image.SigningKey;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.MeasurementsFileException;
import dev.cosigner.eif.RegisterDifference;
import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.assembly.ImageOptions;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner build-eif}: assembles the enclave image and tells what it measures to. */
@CommandLine.Command(
    name = "build-eif",
    description = {
      "Build the enclave image of a cosigner.",
      "",
      "The same commit gives the same file and the same registers on every machine. Beside the image"
          + " F lies F.provenance.json, which names every input by version, source and SHA-256."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner build-eif",
      "  cosigner build-eif --output treasury.eif --name treasury --version 2026.1",
      "  cosigner build-eif --measurements-output approved.json",
      "  cosigner build-eif --expect approved.json",
      "  cosigner build-eif --sign-certificate signer.pem --private-key signer.key",
      "  cosigner build-eif --development --json"
    })
final class BuildEifCommand extends Command {
  @Option(
      names = "--output",
      paramLabel = "F",
      description =
          "The image (default: cosigner.eif, or cosigner-development.eif with --development).")
  private Path output;

  @Option(
      names = "--development",
      description =
          "Build the image with a simulated NSM, for trials without AWS. It measures differently,"
              + " and only a development root vouches for it.")
  private boolean development;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "The image's name in its metadata, which nothing measures.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "TEXT",
      description = "The image's version in its metadata, which nothing measures.")
  private String version;

  @Option(
      names = "--measurements-output",
      paramLabel = "M.json",
      description = "Write the registers to a file, in nitro-cli's form.")
  private Path measurementsOutput;

  @Option(
      names = "--expect",
      paramLabel = "M.json",
      description = "Compare the registers with those of a file; exit 1 if one differs.")
  private Path expect;

  @Option(
      names = "--sign-certificate",
      paramLabel = "CERT",
      description = "Sign the image: the certificate (PEM) of the private key.")
  private Path signCertificate;

  @Option(
      names = "--private-key",
      paramLabel = "KEY",
      description = "The key (PEM) that signs it, on P-256, P-384 or P-521.")
  private Path privateKey;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Where the private key's pass-phrase is read from, instead of a prompt.")
  private Path passphraseFile;

  BuildEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    AnchorKind anchor = development ? AnchorKind.DEVELOPMENT : AnchorKind.AWS;
    Path image =
        output != null
            ? output
            : Path.of(development ? "cosigner-development.eif" : "cosigner.eif");
    ImageOptions options = options(anchor);
    requireOwnFiles(image);
    // Before the build: a file that cannot be read must not cost one.
    Measurements expected = expect == null ? null : expected();
    Optional<Signer> signer = signer();
    BuiltImage built = build(options, image);
    if (signer.isPresent()) {
      built = signed(built, signer.get());
    }
    if (measurementsOutput != null) {
      MeasurementsFile.write(measurementsOutput, built.measurements());
    }
    if (expected != null) {
      requireSame(expected, built);
    }
    invocation()
        .output()
        .result(MeasurementsFile.document(built.measurements()), table(anchor, built));
    return ExitCode.DONE;
  }

  /** A key and its certificate, opened before the build: a wrong pass-phrase must not cost one. */
  private record Signer(SigningCertificate certificate, SigningKey key) {}

  private Optional<Signer> signer() throws CosignerException, IOException, InterruptedException {
    if (signCertificate == null && privateKey == null) {
      return Optional.empty();
    }
    if (signCertificate == null || privateKey == null) {
      throw CosignerException.of(
              "missing-argument", ExitCode.USAGE, "signing takes a certificate and its key")
          .expected("--sign-certificate CERT --private-key KEY")
          .found(privateKey == null ? "no --private-key" : "no --sign-certificate")
          .hint("'cosigner sign-eif' signs an image that is built, by a key kept elsewhere too")
          .build();
    }
    SigningCertificate certificate = SigningCertificateFile.read(signCertificate);
    ImageSigning.requireValidNow(certificate, invocation().output());
    SigningKey key =
        ImageSigning.open(
            privateKey,
            question -> OperatorOptions.passphrase(invocation(), passphraseFile, question));
    return Optional.of(new Signer(certificate, key));
  }

  private static BuiltImage signed(BuiltImage built, Signer signer)
      throws CosignerException, IOException {
    ImageSignature signature = signer.key().sign(signer.certificate(), built.measurements().pcr0());
    ImageSigning.write(built.image(), signature, built.image());
    return new BuiltImage(
        built.image(), built.provenance(), built.measurements(), Files.size(built.image()));
  }

  private ImageOptions options(AnchorKind anchor) throws CosignerException {
    try {
      ImageOptions options = ImageOptions.of(anchor);
      options = name == null ? options : options.withName(name);
      return version == null ? options : options.withVersion(version);
    } catch (IllegalArgumentException e) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, e.getMessage())
          .hint("'cosigner build-eif --help' shows what it takes")
          .cause(e)
          .build();
    }
  }

  private void requireOwnFiles(Path image) throws CosignerException {
    if (measurementsOutput == null) {
      return;
    }
    Path file = measurementsOutput.toAbsolutePath().normalize();
    if (file.equals(image.toAbsolutePath().normalize())
        || file.equals(ImageBuild.provenanceOf(image).toAbsolutePath().normalize())) {
      throw CosignerException.of(
              "same-file", ExitCode.USAGE, "two results would be written to one file")
          .found(measurementsOutput.toString())
          .hint("give --measurements-output a file of its own")
          .build();
    }
  }

  private Measurements expected() throws CosignerException, IOException {
    try {
      return MeasurementsFile.read(expect);
    } catch (MeasurementsFileException e) {
      throw CosignerException.of(
              "measurements-malformed",
              ExitCode.BAD_INPUT,
              "%s does not hold an image's registers".formatted(expect))
          .expected("{\"Measurements\": {\"HashAlgorithm\", \"PCR0\", \"PCR1\", \"PCR2\"}}")
          .found(e.getMessage())
          .hint("--measurements-output and nitro-cli write such files")
          .cause(e)
          .build();
    }
  }

  private BuiltImage build(ImageOptions options, Path image) throws CosignerException, IOException {
    Path distribution = invocation().distribution();
    try {
      return new ImageBuild(distribution).build(options, image);
    } catch (InputsLockException e) {
      throw CosignerException.of("input-not-locked", ExitCode.REFUSED, e.getMessage())
          .expected(e.expected())
          .found(e.found())
          .hint("build cosigner anew from a commit that you trust")
          .cause(e)
          .build();
    } catch (ZipException e) {
      throw incomplete(e.getMessage(), e);
    } catch (NoSuchFileException e) {
      if (Path.of(e.getFile()).startsWith(distribution)) {
        throw incomplete("no file " + e.getFile(), e);
      }
      throw CosignerException.of(
              "output-not-writable", ExitCode.ENVIRONMENT, "cannot write " + image)
          .expected("a folder that exists")
          .found("none")
          .hint("make the folder, or name another file by --output")
          .cause(e)
          .build();
    }
  }

  private static CosignerException incomplete(String found, IOException cause) {
    return CosignerException.of(
            "distribution-incomplete",
            ExitCode.ENVIRONMENT,
            "the distribution lacks a part of the image")
        .expected("the files that the build made")
        .found(found)
        .hint("start the program by its launcher, ./cosigner, which builds what is missing")
        .cause(cause)
        .build();
  }

  private void requireSame(Measurements expected, BuiltImage built) throws CosignerException {
    List<RegisterDifference> differences =
        RegisterDifference.between(expected, built.measurements());
    if (differences.isEmpty()) {
      return;
    }
    String registers =
        differences.stream()
            .map(difference -> difference.register() + " (" + difference.covers() + ")")
            .collect(Collectors.joining(", "));
    throw CosignerException.of(
            "measurements-differ",
            ExitCode.CHECK_FAILED,
            "the image does not measure as expected: another " + registers)
        .expected(lines(differences, RegisterDifference::expected))
        .found(lines(differences, RegisterDifference::found))
        .hint("compare %s with the provenance of the expected image".formatted(built.provenance()))
        .build();
  }

  private static String lines(
      List<RegisterDifference> differences, Function<RegisterDifference, PcrValue> value) {
    return differences.stream()
        .map(difference -> difference.register() + " " + value.apply(difference))
        .collect(Collectors.joining("\n"));
  }

  private static String table(AnchorKind anchor, BuiltImage built) {
    Table table = Table.ofFields();
    table.row("Image", built.image().toString());
    table.row("Provenance", built.provenance().toString());
    table.row("Size", built.size() + " bytes");
    table.row(
        "Vouched for by",
        switch (anchor) {
          case AWS -> "Amazon's Nitro Enclaves root";
          case DEVELOPMENT -> "a development root: for trials only";
        });
    table.row("PCR0", built.measurements().pcr0().hex());
    table.row("PCR1", built.measurements().pcr1().hex());
    table.row("PCR2", built.measurements().pcr2().hex());
    return table.toString();
  }
}
