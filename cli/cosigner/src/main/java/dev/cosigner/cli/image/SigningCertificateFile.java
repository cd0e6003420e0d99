package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.eif.signature.SigningCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificate files that an operator names. */
public final class SigningCertificateFile {
  private SigningCertificateFile() {}

  /**
   * Reads the certificate of a key that signs images.
   *
   * @throws CosignerException {@code certificate-malformed}
   */
  public static SigningCertificate read(Path file) throws CosignerException, IOException {
    try {
      return SigningCertificate.parse(bytes(file));
    } catch (ImageSignatureException e) {
      throw malformed(file, "PEM of an X.509 certificate of a key on P-256, P-384 or P-521", e);
    }
  }

  /**
   * Reads the certificates of authorities.
   *
   * @throws CosignerException {@code certificate-malformed}
   */
  public static List<X509Certificate> authorities(Path file) throws CosignerException, IOException {
    try {
      return SigningCertificate.certificates(bytes(file));
    } catch (ImageSignatureException e) {
      throw malformed(file, "PEM of 1 to 8 X.509 certificates", e);
    }
  }

  private static byte[] bytes(Path file) throws CosignerException, IOException {
    return BoundedFile.read(file, ImageSignature.MAX_BYTES, "certificate");
  }

  private static CosignerException malformed(
      Path file, String expected, ImageSignatureException cause) {
    return CosignerException.of(
            "certificate-malformed", ExitCode.BAD_INPUT, file + " is not the certificate needed")
        .expected(expected)
        .found(cause.getMessage())
        .hint("'openssl x509 -in FILE -noout -text' shows what it is")
        .cause(cause)
        .build();
  }
}
