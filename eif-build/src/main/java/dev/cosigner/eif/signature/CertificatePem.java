package dev.cosigner.eif.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The certificates in a PEM file (RFC 7468): text, and blocks of the label CERTIFICATE alone.
 *
 * <p>Readers pass over what they do not look for, each in its own way: OpenSSL takes the labels
 * X509 CERTIFICATE and TRUSTED CERTIFICATE for certificates, too, and only at the start of a line.
 * In a file with anything of that kind the first certificate, and so PCR8, would depend on who
 * reads it.
 */
final class CertificatePem {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private CertificatePem() {}

  /**
   * The certificates' DER, in the file's order.
   *
   * @throws IllegalArgumentException if there is anything else in a block
   */
  static List<byte[]> decode(byte[] pem) {
    List<byte[]> certificates = new ArrayList<>();
    StringBuilder block = null;
    for (String line : new String(pem, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String text = line.stripTrailing();
      if (text.contains("-----BEGIN") || text.contains("-----END")) {
        String expected = block == null ? BEGIN : END;
        if (!text.equals(expected)) {
          throw new IllegalArgumentException(
              "expected '%s' alone in its line, found '%s'".formatted(expected, shown(text)));
        }
        if (block == null) {
          block = new StringBuilder();
        } else {
          certificates.add(Base64.getDecoder().decode(block.toString()));
          block = null;
        }
      } else if (block != null) {
        block.append(text);
      }
    }
    if (block != null) {
      throw new IllegalArgumentException("expected '" + END + "', found the end of the file");
    }
    return certificates;
  }

  private static String shown(String text) {
    return text.substring(0, Math.min(80, text.length())).replaceAll("[^ -~]", "?");
  }
}
