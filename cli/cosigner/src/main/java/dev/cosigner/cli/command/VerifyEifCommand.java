package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.image.ImageChecks;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.SigningCertificateFile;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.assembly.InputDifference;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.eif.assembly.ProvenanceException;
import dev.cosigner.eif.assembly.Rebuild;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner verify-eif}: whether an image is what it should be. */
@CommandLine.Command(
    name = "verify-eif",
    description = {
      "Verify an enclave image: its form, CRC, signature, signer, and where it comes from.",
      "",
      "With --provenance the image is built again from this commit's inputs as that file says, and"
          + " compared: exit 1 names each input that is not the same. With --certificate-authority"
          + " the image has to be signed, by a certificate that this authority issued."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner verify-eif cosigner.eif",
      "  cosigner verify-eif cosigner.eif --provenance cosigner.eif.provenance.json",
      "  cosigner verify-eif cosigner.eif --certificate-authority ca.pem --json"
    })
final class VerifyEifCommand extends Command {
  @Parameters(paramLabel = "F", description = "The image.")
  private Path image;

  @Option(
      names = "--provenance",
      paramLabel = "P",
      description = "The file that 'cosigner build-eif' wrote beside the image.")
  private Path provenance;

  @Option(
      names = "--certificate-authority",
      paramLabel = "CA",
      description = "Certificates (PEM) of those who may issue the signer's certificate.")
  private Path certificateAuthority;

  private final ImageChecks checks = new ImageChecks();

  VerifyEifCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    List<X509Certificate> authorities =
        certificateAuthority == null
            ? List.of()
            : SigningCertificateFile.authorities(certificateAuthority);
    InspectedImage inspected = ImageFile.inspect(image, Depth.SECTIONS);
    checks.passed("form", inspected.sections().size() + " sections, in order and without gaps");
    checks.add("CRC", inspected.crc(), inspected.crc() ? "right" : "not that of the file");
    checkSignature(inspected, authorities);
    if (provenance != null) {
      checkProvenance(inspected);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("verified", checks.allPassed());
    document.put("checks", checks.document());
    document.putAll(MeasurementsFile.document(inspected.measurements()));
    String verdict = checks.allPassed() ? "verified" : "NOT verified";
    invocation()
        .output()
        .result(document, checks.text() + "\n" + Printable.of(image.toString()) + " is " + verdict);
    return checks.allPassed() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }

  private void checkSignature(InspectedImage inspected, List<X509Certificate> authorities) {
    if (inspected.signature().isEmpty()) {
      checks.add(
          "signature",
          certificateAuthority == null,
          certificateAuthority == null
              ? "not signed"
              : "not signed, so no authority vouches for it");
      return;
    }
    String check = "signature";
    try {
      ImageSignature signature = ImageSignature.parse(inspected.signature().get());
      signature.verify(inspected.measurements().pcr0());
      Instant now = Instant.now();
      String signer = signature.certificate().leaf().getSubjectX500Principal().getName();
      signature.certificate().requireValid(now);
      checks.passed(check, "over this PCR0, by " + signer);
      if (certificateAuthority != null) {
        check = "signer";
        signature.certificate().requireIssuedBy(authorities, now);
        checks.passed(check, "issued by an authority of " + certificateAuthority);
      }
    } catch (ImageSignatureException e) {
      checks.failed(check, e.getMessage());
    }
  }

  private void checkProvenance(InspectedImage inspected) throws CosignerException, IOException {
    Rebuild rebuild = rebuild();
    boolean named = rebuild.recorded().equals(inspected.measurements());
    checks.add(
        "provenance",
        named,
        named ? "names the registers of this image" : "names the registers of another image");
    boolean same = rebuild.rebuilt().equals(inspected.measurements());
    checks.add(
        "rebuilt",
        same,
        same
            ? "the image built again measures the same"
            : "the image built again measures otherwise: PCR0 " + rebuild.rebuilt().pcr0());
    for (InputDifference input : rebuild.inputs()) {
      checks.failed(
          "input " + input.name(),
          "recorded %s; here %s".formatted(shown(input.recorded()), shown(input.rebuilt())));
    }
    if (!same && named && rebuild.inputs().isEmpty()) {
      checks.failed(
          "inputs",
          "all are as recorded, yet the image is another: build it by 'cosigner build-eif' and"
              + " compare it by 'cosigner diff-eif'");
    }
  }

  private static String shown(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private Rebuild rebuild() throws CosignerException, IOException {
    try {
      return Rebuild.of(provenance, invocation().distribution());
    } catch (ProvenanceException e) {
      throw CosignerException.of(
              "provenance-malformed", ExitCode.BAD_INPUT, provenance + " is no provenance")
          .expected("the file that 'cosigner build-eif' writes beside an image")
          .found(e.getMessage())
          .hint("take the file from where the image was built")
          .cause(e)
          .build();
    } catch (InputsLockException e) {
      throw CosignerException.of("input-not-locked", ExitCode.REFUSED, e.getMessage())
          .expected(e.expected())
          .found(e.found())
          .hint("build cosigner anew from a commit that you trust")
          .cause(e)
          .build();
    }
  }
}
