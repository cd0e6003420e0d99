package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ui.Output;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.OutputFile;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.eif.signature.SignedImage;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of signing an image. */
public final class ImageSigning {
  private ImageSigning() {}

  /** Opens the private key in a file, asking for its pass-phrase where it has one. */
  public static SigningKey open(Path file, PassphraseFile passphrases)
      throws CosignerException, IOException, InterruptedException {
    byte[] pem = BoundedFile.read(file, SigningKey.MAX_FILE_BYTES, "private key");
    return SigningKey.open(
        file.toString(),
        pem,
        () -> passphrases.read("Pass-phrase of the signing key " + file + ":"));
  }

  /** Where pass-phrases come from. */
  @FunctionalInterface
  public interface PassphraseFile {
    char[] read(String question) throws CosignerException, IOException, InterruptedException;
  }

  /** Warns of a certificate that launches will refuse. */
  public static void requireValidNow(SigningCertificate certificate, Output output) {
    try {
      certificate.requireValid(Instant.now());
    } catch (ImageSignatureException e) {
      output.warning(e.getMessage() + ": nitro-cli will not start the image");
    }
  }

  /**
   * Signs an image in its place.
   *
   * @throws CosignerException as {@link #write(Path, ImageSignature, Path, boolean)} does
   */
  public static Measurements write(Path image, ImageSignature signature, Path out)
      throws CosignerException, IOException {
    return write(image, signature, out, true);
  }

  /**
   * Writes the signed image.
   *
   * @param replace whether a file that is there may be replaced
   * @throws CosignerException {@code image-malformed}, {@code image-changed} or {@code
   *     signature-too-large}
   * @throws java.nio.file.FileAlreadyExistsException if one is there that may not
   */
  public static Measurements write(Path image, ImageSignature signature, Path out, boolean replace)
      throws CosignerException, IOException {
    try (OutputFile file = new OutputFile(out)) {
      Measurements measurements = SignedImage.write(image, signature, file);
      if (replace) {
        file.commit();
      } else {
        file.commitNew();
      }
      return measurements;
    } catch (EifException e) {
      throw ImageFile.malformed(image, e);
    } catch (NoSuchFileException e) {
      throw CosignerException.of("output-not-writable", ExitCode.ENVIRONMENT, "cannot write " + out)
          .expected("a folder that exists")
          .found("none")
          .hint("make the folder, or name another file by --output")
          .cause(e)
          .build();
    } catch (ImageSignatureException e) {
      boolean tooLarge = e.reason() == ImageSignatureException.Reason.TOO_LARGE;
      throw CosignerException.of(
              tooLarge ? "signature-too-large" : "image-changed",
              tooLarge ? ExitCode.BAD_INPUT : ExitCode.REFUSED,
              tooLarge
                  ? "the certificate is too large"
                  : image + " was changed while it was signed")
          .found(e.getMessage())
          .hint(tooLarge ? "leave the authority's certificates out of it" : "sign it again")
          .cause(e)
          .build();
    }
  }

  /** Prints the registers of the signed image, PCR8 with them. */
  public static void report(
      Output output, Path out, Measurements measurements, SigningCertificate certificate) {
    Map<String, String> registers =
        new LinkedHashMap<>(MeasurementsFile.document(measurements).get("Measurements"));
    registers.put("PCR8", certificate.pcr8().hex());
    Table table = Table.ofFields();
    table.row("Image", out.toString());
    table.row("Signed by", certificate.leaf().getSubjectX500Principal().getName());
    registers.forEach((name, value) -> {
      if (name.startsWith("PCR")) {
        table.row(name, value);
      }
    });
    output.result(Map.of("Measurements", registers), table.toString());
  }
}
