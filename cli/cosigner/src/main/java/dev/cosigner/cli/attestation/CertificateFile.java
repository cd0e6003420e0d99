package dev.cosigner.cli.attestation;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;

/** A root certificate that an operator names as the one to trust. */
public final class CertificateFile {
  private static final int MAX_BYTES = 16 * 1024;

  private CertificateFile() {}

  /**
   * The trust anchor of a file: Amazon's if it holds Amazon's root, else a development root.
   *
   * @param file one X.509 certificate, PEM or DER
   * @throws CosignerException {@code root-malformed}
   */
  public static TrustAnchor anchor(Path file) throws CosignerException, IOException {
    byte[] digest = sha256(der(file, BoundedFile.read(file, MAX_BYTES, "root certificate")));
    return Arrays.equals(digest, TrustAnchor.aws().rootSha256())
        ? TrustAnchor.aws()
        : TrustAnchor.development(digest);
  }

  private static byte[] der(Path file, byte[] content) throws CosignerException {
    try {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
      if (all.size() != 1) {
        throw new CertificateException(all.size() + " certificates");
      }
      return all.iterator().next().getEncoded();
    } catch (CertificateException e) {
      throw CosignerException.of(
              "root-malformed", ExitCode.BAD_INPUT, file + " does not hold a certificate")
          .expected("one X.509 certificate, PEM or DER")
          .found(e.getMessage())
          .hint("without a trust root, Amazon's is trusted")
          .cause(e)
          .build();
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
