package dev.cosigner.eif.signature;

import dev.cosigner.eif.Pcr;
import dev.cosigner.eif.signature.ImageSignatureException.Reason;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * The certificate of the key that signs images, and those that lead from it to an authority, as PEM
 * (RFC 7468). PCR8 is the first one's.
 */
public final class SigningCertificate {
  /** Most certificates in one file. */
  private static final int MAX_CHAIN = 8;

  /** The bit of keyUsage (RFC 5280, section 4.2.1.3). */
  private static final int DIGITAL_SIGNATURE = 0;

  /** Uses that a certificate may be for (RFC 5280, section 4.2.1.12): any, and code. */
  private static final Set<String> CODE_SIGNING = Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.3");

  private final byte[] pem;
  private final List<X509Certificate> chain;
  private final CoseAlgorithm algorithm;

  private SigningCertificate(byte[] pem, List<X509Certificate> chain, CoseAlgorithm algorithm) {
    this.pem = pem;
    this.chain = chain;
    this.algorithm = algorithm;
  }

  /**
   * Reads the certificate of a key on P-256, P-384 or P-521.
   *
   * @throws ImageSignatureException with the reason CERTIFICATE or KEY
   */
  public static SigningCertificate parse(byte[] pem) throws ImageSignatureException {
    List<X509Certificate> chain = certificates(pem);
    return new SigningCertificate(pem.clone(), chain, algorithm(chain.getFirst()));
  }

  /**
   * Reads one to eight certificates of any key.
   *
   * @throws ImageSignatureException with the reason CERTIFICATE
   */
  public static List<X509Certificate> certificates(byte[] pem) throws ImageSignatureException {
    if (pem.length > ImageSignature.MAX_BYTES) {
      throw new ImageSignatureException(
          Reason.CERTIFICATE, "expected PEM of at most 32768 bytes, found " + pem.length);
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<byte[]> blocks = CertificatePem.decode(pem);
      if (blocks.isEmpty() || blocks.size() > MAX_CHAIN) {
        throw new ImageSignatureException(
            Reason.CERTIFICATE, "expected 1 to 8 certificates in PEM, found " + blocks.size());
      }
      for (byte[] der : blocks) {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        chain.add((X509Certificate) factory.generateCertificate(in));
        if (in.available() > 0) {
          throw new CertificateException("bytes behind the certificate");
        }
      }
    } catch (CertificateException e) {
      throw new ImageSignatureException(
          Reason.CERTIFICATE, "expected the DER of an X.509 certificate, found other bytes", e);
    } catch (IllegalArgumentException e) {
      throw new ImageSignatureException(
          Reason.CERTIFICATE, "the certificate's PEM is malformed: " + e.getMessage(), e);
    }
    return chain;
  }

  private static CoseAlgorithm algorithm(X509Certificate certificate)
      throws ImageSignatureException {
    if (certificate.getPublicKey() instanceof ECPublicKey key) {
      for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
        if (isSame(algorithm.curve(), key.getParams())) {
          return algorithm;
        }
      }
    }
    throw new ImageSignatureException(
        Reason.KEY,
        "expected a certificate of a key on P-256, P-384 or P-521, found one of another ("
            + certificate.getPublicKey().getAlgorithm()
            + ")");
  }

  private static boolean isSame(ECParameterSpec curve, ECParameterSpec other) {
    return other.getCurve().equals(curve.getCurve())
        && other.getGenerator().equals(curve.getGenerator())
        && other.getOrder().equals(curve.getOrder());
  }

  /** The file as it was read. */
  public byte[] pem() {
    return pem.clone();
  }

  /** The certificates in the file's order: the signing key's, then its issuers. */
  public List<X509Certificate> chain() {
    return List.copyOf(chain);
  }

  /** The signing key's certificate. */
  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /** How its key signs. */
  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  ECPublicKey publicKey() {
    return (ECPublicKey) leaf().getPublicKey();
  }

  /** PCR8 of an image that this certificate's key has signed. */
  public PcrValue pcr8() {
    try {
      return Pcr.ofSigningCertificate(leaf().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has an encoding", e);
    }
  }

  /**
   * Returns if and only if the certificate is valid at a time.
   *
   * @throws ImageSignatureException with the reason VALIDITY
   */
  public void requireValid(Instant time) throws ImageSignatureException {
    requireValid("the signing certificate", leaf(), time);
  }

  private static void requireValid(String what, X509Certificate certificate, Instant time)
      throws ImageSignatureException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    if (time.isBefore(from) || time.isAfter(to)) {
      throw new ImageSignatureException(
          Reason.VALIDITY, "%s is valid from %s to %s, not at %s".formatted(what, from, to, time));
    }
  }

  /**
   * Returns if and only if one of the authorities issued the certificate (RFC 5280, section 6,
   * without revocation lists), or is the certificate itself.
   *
   * @throws ImageSignatureException with the reason VALIDITY, USE or CHAIN
   */
  public void requireIssuedBy(List<X509Certificate> authorities, Instant time)
      throws ImageSignatureException {
    requireValid(time);
    requireForSigning();
    if (authorities.contains(leaf())) {
      return;
    }
    List<X509Certificate> path =
        chain.stream().filter(certificate -> !authorities.contains(certificate)).toList();
    ImageSignatureException last = null;
    for (X509Certificate authority : authorities) {
      try {
        // PKIX takes an anchor as given: that it has expired would not stop it.
        requireValid("the authority's certificate", authority, time);
        PKIXParameters parameters =
            new PKIXParameters(Set.of(new TrustAnchor(requireAuthority(authority), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        CertPathValidator.getInstance("PKIX")
            .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        return;
      } catch (GeneralSecurityException e) {
        last =
            new ImageSignatureException(
                Reason.CHAIN,
                "no certificate of the authority leads to the signing certificate of %s: %s"
                    .formatted(leaf().getSubjectX500Principal(), e.getMessage()),
                e);
      } catch (ImageSignatureException e) {
        last = e;
      }
    }
    throw last;
  }

  /**
   * An authority issues for many uses: who has its certificate of a web server must not sign images
   * with it. PKIX checks the use of issuers alone.
   */
  private void requireForSigning() throws ImageSignatureException {
    boolean[] keyUsage = leaf().getKeyUsage();
    if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
      throw new ImageSignatureException(
          Reason.USE, "expected a certificate for digital signatures, found another keyUsage");
    }
    List<String> uses;
    try {
      uses = leaf().getExtendedKeyUsage();
    } catch (CertificateParsingException e) {
      throw new ImageSignatureException(
          Reason.CERTIFICATE, "expected an extendedKeyUsage that can be read, found another", e);
    }
    if (uses != null && Collections.disjoint(uses, CODE_SIGNING)) {
      throw new ImageSignatureException(
          Reason.USE,
          "expected a certificate for code signing, found the extendedKeyUsage " + uses);
    }
  }

  private static X509Certificate requireAuthority(X509Certificate certificate)
      throws ImageSignatureException {
    if (certificate.getBasicConstraints() < 0) {
      throw new ImageSignatureException(
          Reason.CHAIN,
          "expected the certificate of an authority (CA), found one that is none: "
              + certificate.getSubjectX500Principal());
    }
    return certificate;
  }
}
