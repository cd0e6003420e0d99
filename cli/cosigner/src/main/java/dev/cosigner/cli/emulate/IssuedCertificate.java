package dev.cosigner.cli.emulate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certification authority of the development PKI: a certificate (RFC 5280) with its key on P-384,
 * signed with SHA-384.
 */
final class IssuedCertificate {
  private static final int AUTHORITY_USAGE =
      KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign;
  private static final int SERIAL_BITS = 127;

  private final X509CertificateHolder certificate;
  private final KeyPair key;

  private IssuedCertificate(X509CertificateHolder certificate, KeyPair key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** A certificate that was issued before. */
  static IssuedCertificate of(byte[] der, KeyPair key) throws IOException {
    return new IssuedCertificate(new X509CertificateHolder(der), key);
  }

  /** Issues a root to itself. */
  static IssuedCertificate root(String name, Instant from, Instant to) {
    KeyPair key = newKey();
    X500Name own = new X500Name(name);
    X509v3CertificateBuilder builder = builder(own, own, key, from, to);
    return new IssuedCertificate(
        sign(builder, new BasicConstraints(true), AUTHORITY_USAGE, key), key);
  }

  /** Issues an authority under this one, with a new key, as AWS's region and zone have. */
  IssuedCertificate issueAuthority(String name, Instant from, Instant to, int pathLength) {
    return issue(name, from, to, pathLength, AUTHORITY_USAGE);
  }

  /** Issues an instance's authority, which signs certificates and nothing else. */
  IssuedCertificate issueInstance(String name, Instant from, Instant to) {
    return issue(name, from, to, 0, KeyUsage.keyCertSign);
  }

  private IssuedCertificate issue(
      String name, Instant from, Instant to, int pathLength, int usage) {
    KeyPair subjectKey = newKey();
    X509v3CertificateBuilder builder =
        builder(certificate.getSubject(), new X500Name(name), subjectKey, from, to);
    try {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers().createAuthorityKeyIdentifier(certificate));
    } catch (IOException e) {
      throw new IllegalStateException("an extension has no encoding", e);
    }
    return new IssuedCertificate(
        sign(builder, new BasicConstraints(pathLength), usage, key), subjectKey);
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair subjectKey, Instant from, Instant to) {
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
        Date.from(from),
        Date.from(to),
        subject,
        SubjectPublicKeyInfo.getInstance(subjectKey.getPublic().getEncoded()));
  }

  private static X509CertificateHolder sign(
      X509v3CertificateBuilder builder, BasicConstraints constraints, int usage, KeyPair issuer) {
    try {
      builder.addExtension(Extension.basicConstraints, true, constraints);
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      return builder.build(
          new JcaContentSignerBuilder("SHA384withECDSA").build(issuer.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate cannot be issued", e);
    }
  }

  private static X509ExtensionUtils identifiers() {
    try {
      return new X509ExtensionUtils(
          new BcDigestCalculatorProvider()
              .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("no digest for key identifiers", e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks P-384", e);
    }
  }

  /** The certificate in DER. */
  byte[] der() {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a certificate that was issued has no encoding", e);
    }
  }

  /** The private key in PKCS #8, a copy: the caller wipes it. */
  byte[] privateKey() {
    return key.getPrivate().getEncoded();
  }
}
