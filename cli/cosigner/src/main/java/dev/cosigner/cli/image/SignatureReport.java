package dev.cosigner.cli.image;

import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.protocol.attestation.PcrValue;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * What is to be said of an image's signature.
 *
 * @param signature as it is in the image; empty where it cannot be read
 * @param failure why it is not valid over this image by a certificate that is valid now; empty
 *     where it is
 */
public record SignatureReport(
    Optional<ImageSignature> signature, Optional<ImageSignatureException> failure) {

  /** OpenSSL's long names, which nitro-cli prints. */
  private static final Map<String, String> NAMES =
      Map.of(
          "2.5.4.3", "commonName",
          "2.5.4.5", "serialNumber",
          "2.5.4.6", "countryName",
          "2.5.4.7", "localityName",
          "2.5.4.8", "stateOrProvinceName",
          "2.5.4.10", "organizationName",
          "2.5.4.11", "organizationalUnitName",
          "1.2.840.113549.1.9.1", "emailAddress");

  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "1.2.840.10045.4.3.2", "ecdsa-with-SHA256",
          "1.2.840.10045.4.3.3", "ecdsa-with-SHA384",
          "1.2.840.10045.4.3.4", "ecdsa-with-SHA512",
          "1.2.840.113549.1.1.11", "sha256WithRSAEncryption",
          "1.2.840.113549.1.1.12", "sha384WithRSAEncryption",
          "1.2.840.113549.1.1.13", "sha512WithRSAEncryption");

  /**
   * Reads and verifies a signature section.
   *
   * @param pcr0 the image's, computed
   * @param time at which the certificate should be valid
   */
  public static SignatureReport of(byte[] section, PcrValue pcr0, Instant time) {
    ImageSignature signature;
    try {
      signature = ImageSignature.parse(section);
    } catch (ImageSignatureException e) {
      return new SignatureReport(Optional.empty(), Optional.of(e));
    }
    try {
      signature.verify(pcr0);
      signature.certificate().requireValid(time);
      return new SignatureReport(Optional.of(signature), Optional.empty());
    } catch (ImageSignatureException e) {
      return new SignatureReport(Optional.of(signature), Optional.of(e));
    }
  }

  /** nitro-cli's {@code SigningCertificate}; null where it cannot be read. */
  Map<String, Object> certificate() {
    if (signature.isEmpty()) {
      return null;
    }
    X509Certificate leaf = signature.get().certificate().leaf();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("IssuerName", names(leaf));
    tree.put("Algorithm", ALGORITHMS.getOrDefault(leaf.getSigAlgOID(), leaf.getSigAlgOID()));
    tree.put("NotBefore", openssl(leaf.getNotBefore().toInstant()));
    tree.put("NotAfter", openssl(leaf.getNotAfter().toInstant()));
    tree.put(
        "Signature", HexFormat.ofDelimiter(":").withUpperCase().formatHex(leaf.getSignature()));
    return tree;
  }

  private static Map<String, String> names(X509Certificate certificate) {
    Map<String, String> names = new LinkedHashMap<>();
    X500Name issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
    for (RDN rdn : issuer.getRDNs()) {
      for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
        String oid = part.getType().getId();
        names.put(NAMES.getOrDefault(oid, oid), IETFUtils.valueToString(part.getValue()));
      }
    }
    return names;
  }

  private static String openssl(Instant time) {
    return DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT)
        .format(time.atZone(ZoneOffset.UTC));
  }

  /** What nitro-cli does not print: who signed, over what, and what is wrong with it. */
  Map<String, Object> details(PcrValue pcr0) {
    Map<String, Object> tree = new LinkedHashMap<>();
    signature.ifPresent(made -> {
      tree.put("Algorithm", made.algorithm().name());
      tree.put("SignedPCR0", made.pcr0().hex());
      tree.put("IsSignedPCR0Computed", made.pcr0().equals(pcr0));
      tree.put(
          "Chain",
          made.certificate().chain().stream()
              .map(certificate -> certificate.getSubjectX500Principal().getName())
              .toList());
    });
    tree.put("Failure", failure.map(ImageSignatureException::reason).map(Enum::name).orElse(null));
    tree.put("FailureMessage", failure.map(Throwable::getMessage).orElse(null));
    return tree;
  }

  /** One line for people. */
  String line() {
    return failure
        .map(e -> "NOT VALID: " + e.getMessage())
        .orElseGet(() ->
            "valid, %s by %s until %s"
                .formatted(
                    signature.orElseThrow().algorithm(),
                    signature
                        .orElseThrow()
                        .certificate()
                        .leaf()
                        .getSubjectX500Principal()
                        .getName(),
                    signature.orElseThrow().certificate().leaf().getNotAfter().toInstant()));
  }
}
