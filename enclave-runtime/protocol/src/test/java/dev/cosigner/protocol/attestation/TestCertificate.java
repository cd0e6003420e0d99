package dev.cosigner.protocol.attestation;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One certificate of a test chain before it is issued: a test changes one property of it. */
final class TestCertificate {
  final KeyPair key;
  String subject;
  String issuer;
  long notBeforeMillis;
  long notAfterMillis;
  boolean authority;

  /** Null for none. */
  Integer pathLength;

  /** Null for none. */
  Integer keyUsage;

  /** Null for none. */
  String criticalExtension;

  String algorithm = "SHA384withECDSA";
  boolean version1;

  /** The key that the certificate names. */
  SubjectPublicKeyInfo publicKey;

  /** Signs in place of the key of the certificate before, unless null. */
  KeyPair signedBy;

  private TestCertificate(String subject, String issuer, KeyPair key, long from, long to) {
    this.subject = subject;
    this.issuer = issuer;
    this.key = key;
    this.notBeforeMillis = from;
    this.notAfterMillis = to;
    this.publicKey = SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
  }

  static TestCertificate authority(
      String subject, String issuer, KeyPair key, long from, long to, Integer pathLength) {
    TestCertificate certificate = new TestCertificate(subject, issuer, key, from, to);
    certificate.authority = true;
    certificate.pathLength = pathLength;
    certificate.keyUsage = KeyUsage.keyCertSign;
    return certificate;
  }

  static TestCertificate leaf(String subject, String issuer, KeyPair key, long from, long to) {
    TestCertificate certificate = new TestCertificate(subject, issuer, key, from, to);
    certificate.keyUsage = KeyUsage.digitalSignature;
    return certificate;
  }

  /** The certificate in DER, signed by the issuer's key unless another one is set. */
  byte[] issue(KeyPair issuerKey, long serial) throws Exception {
    KeyPair signer = signedBy == null ? issuerKey : signedBy;
    ContentSigner content = new JcaContentSignerBuilder(algorithm).build(signer.getPrivate());
    X500Name issuerName = new X500Name(issuer);
    X500Name subjectName = new X500Name(subject);
    BigInteger number = BigInteger.valueOf(serial);
    Date from = Date.from(Instant.ofEpochMilli(notBeforeMillis));
    Date to = Date.from(Instant.ofEpochMilli(notAfterMillis));
    if (version1) {
      return new X509v1CertificateBuilder(issuerName, number, from, to, subjectName, publicKey)
          .build(content)
          .getEncoded();
    }
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(issuerName, number, from, to, subjectName, publicKey);
    boolean bounded = authority && pathLength != null;
    builder.addExtension(
        Extension.basicConstraints,
        true,
        bounded ? new BasicConstraints(pathLength) : new BasicConstraints(authority));
    if (keyUsage != null) {
      builder.addExtension(Extension.keyUsage, authority, new KeyUsage(keyUsage));
    }
    if (criticalExtension != null) {
      builder.addExtension(new ASN1ObjectIdentifier(criticalExtension), true, DERNull.INSTANCE);
    }
    return builder.build(content).getEncoded();
  }
}
