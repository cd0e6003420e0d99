package dev.cosigner.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.image.ImageBuilder;
import dev.cosigner.cli.image.ImageSigning;
import dev.cosigner.cli.image.OpenedSource;
import dev.cosigner.cli.image.SigningCertificateFile;
import dev.cosigner.cli.image.SigningKey;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.MeasurementsFileException;
import dev.cosigner.eif.RegisterDifference;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.eif.assembly.BlobsImageBuild;
import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.assembly.ImageLabels;
import dev.cosigner.eif.assembly.ImageOptions;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.eif.assembly.RawImageBuild;
import dev.cosigner.eif.container.ImageReference;
import dev.cosigner.eif.container.ProcessRequest;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cosigner build-eif}: assembles the enclave image and tells what it measures to. */
@CommandLine.Command(
    name = "build-eif",
    description = {
      "Build the enclave image of a cosigner, or of a program of your own.",
      "",
      "The same commit gives the same file and the same registers on every machine. Beside the"
          + " image F lies F.provenance.json, which names every input by version, source and"
          + " SHA-256."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner build-eif",
      "  cosigner build-eif --output treasury.eif --name treasury --version 2026.1",
      "  cosigner build-eif --measurements-output approved.json",
      "  cosigner build-eif --expect approved.json",
      "  cosigner build-eif --sign-certificate signer.pem --private-key signer.key",
      "  cosigner build-eif --development --json",
      "  cosigner build-eif --image oci:shop-image/ --output shop.eif",
      "  cosigner build-eif --image registry.example/shop@sha256:4a7d...9c1e --output shop.eif",
      "  cosigner build-eif --rootfs shop/ --entrypoint /usr/bin/shop --cmd serve --user shop",
      "  cosigner build-eif --blobs /usr/share/nitro_enclaves/blobs --rootfs shop/ --cmd /bin/shop",
      "  cosigner build-eif --kernel bzImage --cmdline console=ttyS0 --ramdisk a.img --ramdisk"
          + " b.img"
    })
final class BuildEifCommand extends Command {
  private static final int MAX_METADATA = 64 * 1024;

  @Option(
      names = "--output",
      paramLabel = "F",
      description =
          "The image (default: cosigner.eif, cosigner-development.eif with --development, or"
              + " enclave.eif for an image that is no cosigner's).")
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
      names = "--metadata",
      paramLabel = "F",
      description =
          "A JSON object that goes into the metadata as CustomMetadata, which nothing measures.")
  private Path metadata;

  @Mixin private ImageSourceOptions source;

  /** For the registers alone: what was approved is not lost to another image. */
  @Mixin private ResultOptions results;

  @Option(
      names = "--measurements-output",
      paramLabel = "M.json",
      description =
          "Write the registers to a file, in nitro-cli's form. One with other registers stays,"
              + " unless --replace is given; the image and its provenance are always replaced.")
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

  private Architecture architecture;

  /** Null where no container image is the source. */
  private ImageReference reference;

  BuildEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    ImageSourceOptions.Kind kind = source.kind(development);
    architecture = source.architecture();
    reference = source.hasImage() ? source.image() : null;
    Path image = output != null ? output : Path.of(defaultOutput(kind));
    ImageLabels labels = labels(kind);
    requireOwnFiles(image);
    source.requireSources(image);
    // Before the build: a file that cannot be read must not cost one.
    Measurements expected = expect == null ? null : expected();
    Optional<Signer> signer = signer();
    BuiltImage built =
        new ImageBuilder(invocation().distribution())
            .build(build -> build(build, kind, labels, image), image);
    if (signer.isPresent()) {
      built = signed(built, signer.get());
    }
    if (measurementsOutput != null) {
      results.write(measurementsOutput, MeasurementsFile.format(built.measurements()));
    }
    if (expected != null) {
      requireSame(expected, built);
    }
    invocation()
        .output()
        .result(MeasurementsFile.document(built.measurements()), table(kind, built));
    return ExitCode.DONE;
  }

  private String defaultOutput(ImageSourceOptions.Kind kind) {
    if (kind != ImageSourceOptions.Kind.COSIGNER) {
      return "enclave.eif";
    }
    return development ? "cosigner-development.eif" : "cosigner.eif";
  }

  private BuiltImage build(
      ImageBuild build, ImageSourceOptions.Kind kind, ImageLabels labels, Path image)
      throws IOException, InputsLockException {
    return switch (kind) {
      case COSIGNER -> build.build(new ImageOptions(anchor(), labels), image);
      case FOREIGN -> {
        try (OpenedSource opened = open()) {
          yield build.build(opened.source(), labels, image);
        }
      }
      case BLOBS -> {
        try (OpenedSource opened = open()) {
          yield new BlobsImageBuild(source.blobs(), architecture, labels)
              .build(opened.source(), image);
        }
      }
      case RAW ->
          new RawImageBuild(architecture, labels)
              .build(source.kernel(), source.commandLine(), source.ramdisks(), image);
    };
  }

  private OpenedSource open() throws IOException {
    if (reference != null) {
      OpenedSource opened = OpenedSource.image(reference, architecture, invocation().environment());
      for (String line : opened.passedOver()) {
        invocation().output().warning("passed over in the image: " + line);
      }
      return opened;
    }
    ProcessRequest request =
        new ProcessRequest(
            source.entrypoint(),
            source.command(),
            source.environment(),
            source.workingDirectory(),
            source.user());
    return OpenedSource.rootfs(source.rootfs(), request, architecture);
  }

  private AnchorKind anchor() {
    return development ? AnchorKind.DEVELOPMENT : AnchorKind.AWS;
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

  private ImageLabels labels(ImageSourceOptions.Kind kind) throws CosignerException, IOException {
    ImageLabels standard =
        kind == ImageSourceOptions.Kind.COSIGNER
            ? ImageLabels.standard()
            : new ImageLabels("enclave", "unversioned", Optional.empty());
    try {
      return new ImageLabels(
          name == null ? standard.name() : name,
          version == null ? standard.version() : version,
          customMetadata());
    } catch (IllegalArgumentException e) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, e.getMessage())
          .hint("'cosigner build-eif --help' shows what it takes")
          .cause(e)
          .build();
    }
  }

  private Optional<ObjectNode> customMetadata() throws CosignerException, IOException {
    if (metadata == null) {
      return Optional.empty();
    }
    byte[] json = BoundedFile.read(metadata, MAX_METADATA, "metadata");
    try {
      return Optional.of(StrictJson.parse(json));
    } catch (JsonProcessingException e) {
      throw CosignerException.of(
              "metadata-malformed", ExitCode.BAD_INPUT, metadata + " is no metadata")
          .expected("one JSON object, without a name twice, at most 64 levels deep")
          .found(Printable.of(e.getOriginalMessage()))
          .hint("correct the file")
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

  private String table(ImageSourceOptions.Kind kind, BuiltImage built) {
    Table table = Table.ofFields();
    table.row("Image", built.image().toString());
    table.row("Provenance", built.provenance().toString());
    table.row("Size", built.size() + " bytes");
    switch (kind) {
      case COSIGNER ->
          table.row(
              "Vouched for by",
              development ? "a development root: for trials only" : "Amazon's Nitro Enclaves root");
      case FOREIGN -> table.row("Starts", "your program, on this repository's kernel");
      case BLOBS -> table.row("Starts", "your program, by AWS's kernel and init");
      case RAW -> table.row("Starts", "whatever its ramdisks hold");
    }
    table.row("PCR0", built.measurements().pcr0().hex());
    table.row("PCR1", built.measurements().pcr1().hex());
    table.row("PCR2", built.measurements().pcr2().hex());
    return table.toString();
  }
}
