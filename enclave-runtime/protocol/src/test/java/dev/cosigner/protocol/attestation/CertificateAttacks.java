package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.DAY;
import static dev.cosigner.protocol.attestation.TestModule.LEAF;
import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.filled;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Attacks on the chain of certificates. */
final class CertificateAttacks {
  private CertificateAttacks() {}

  static Stream<Attack> certificates() {
    return Stream.of(
        Attack.of(
            Reason.ROOT,
            "another root",
            m -> {
              m.certificates();
              return new TestModule().certificate(0, c -> c.notAfterMillis += DAY).sign();
            }),
        Attack.of(
            Reason.ROOT,
            "the root left out",
            m -> {
              List<byte[]> chain = m.certificates();
              return new TestModule().certificates(chain.subList(1, 5)).sign();
            }),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            1,
            "a trailing byte",
            der -> Arrays.copyOf(der, der.length + 1)),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            LEAF,
            "truncated",
            der -> Arrays.copyOf(der, der.length - 1)),
        changed(Reason.CERTIFICATE_MALFORMED, LEAF, "no DER", der -> new byte[] {1, 2, 3}),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "a negative r",
            der -> resigned(der, new ASN1Integer(-5))),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "an r of 400 bits",
            der -> resigned(der, integer(filled(50, 1)))),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "an r with two bytes of padding",
            der -> withSignature(der, HexFormat.of().parseHex("300802030000050201" + "05"))),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "an element after the signature",
            CertificateAttacks::withFourthElement),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "a third integer in a signature",
            der -> withSignature(der, integers(3))),
        changed(
            Reason.CERTIFICATE_MALFORMED,
            2,
            "a byte after a signature's integers",
            der -> withSignature(der, Arrays.copyOf(integers(2), integers(2).length + 1))),
        changed(
            Reason.SIGNATURE_RANGE, 2, "an r of zero", der -> resigned(der, new ASN1Integer(0))),
        changed(
            Reason.SIGNATURE_RANGE,
            LEAF,
            "an r above n",
            der -> resigned(der, integer(filled(48, 0xff)))),
        changed(
            Reason.CERTIFICATE_SIGNATURE, LEAF, "any r", der -> resigned(der, new ASN1Integer(5))),
        changed(
            Reason.CERTIFICATE_ALGORITHM,
            3,
            "another outer algorithm",
            CertificateAttacks::outerSha256),
        chain(Reason.CERTIFICATE_ALGORITHM, 2, "SHA-256", c -> c.algorithm = "SHA256withECDSA"),
        chain(Reason.CERTIFICATE_VERSION, 3, "version 1", c -> c.version1 = true),
        chain(Reason.CERTIFICATE_KEY, 1, "explicit curve", c -> c.publicKey = explicitCurve(c)),
        chain(Reason.CERTIFICATE_KEY, LEAF, "explicit curve", c -> c.publicKey = explicitCurve(c)),
        chain(Reason.CERTIFICATE_KEY, LEAF, "point off the curve", c -> c.publicKey = offCurve(c)),
        chain(
            Reason.CERTIFICATE_KEY,
            LEAF,
            "a coordinate that is not reduced",
            c -> c.publicKey = unreduced(c)),
        chain(Reason.CERTIFICATE_NAMES, LEAF, "issued by the zone", c -> c.issuer = c.issuer + "x"),
        chain(
            Reason.CERTIFICATE_NAMES,
            2,
            "names in another order",
            c -> c.issuer = reversed(c.issuer)),
        chain(Reason.CERTIFICATE_NAMES, 0, "a root under another name", c -> c.issuer = "CN=x"),
        chain(
            Reason.CERTIFICATE_NOT_YET_VALID,
            1,
            "from tomorrow",
            c -> c.notBeforeMillis = NOW + DAY),
        chain(
            Reason.CERTIFICATE_NOT_YET_VALID,
            LEAF,
            "in a second",
            c -> c.notBeforeMillis = NOW + 1000),
        chain(
            Reason.CERTIFICATE_EXPIRED,
            3,
            "until yesterday",
            c -> c.notAfterMillis = NOW - DAY + 1000),
        chain(Reason.CERTIFICATE_EXPIRED, LEAF, "a second ago", c -> c.notAfterMillis = NOW - 1000),
        chain(
            Reason.ROOT_EXPIRED, 0, "a pinned root of the past", c -> c.notAfterMillis = NOW - DAY),
        chain(Reason.NOT_A_CA, 1, "a region without CA", c -> c.authority = false),
        chain(Reason.NOT_A_CA, 0, "a root without CA", c -> c.authority = false),
        chain(Reason.PATH_LENGTH, 1, "one authority too many", c -> c.pathLength = 1),
        chain(Reason.PATH_LENGTH, 0, "a root of length 2", c -> c.pathLength = 2),
        Attack.of(
            Reason.PATH_LENGTH,
            "a leaf's issuer behind path length 0",
            CertificateAttacks::longChain),
        chain(Reason.CA_KEY_USAGE, 3, "signs CRLs only", c -> c.keyUsage = KeyUsage.cRLSign),
        chain(Reason.CA_KEY_USAGE, 2, "no key usage", c -> c.keyUsage = null),
        chain(Reason.LEAF_IS_CA, LEAF, "a CA", c -> c.authority = true),
        chain(
            Reason.LEAF_KEY_USAGE, LEAF, "key agreement", c -> c.keyUsage = KeyUsage.keyAgreement),
        chain(Reason.LEAF_KEY_USAGE, LEAF, "no key usage", c -> c.keyUsage = null),
        chain(
            Reason.CRITICAL_EXTENSION,
            2,
            "name constraints",
            c -> c.criticalExtension = "2.5.29.30.1"),
        chain(Reason.CRITICAL_EXTENSION, LEAF, "unknown", c -> c.criticalExtension = "1.2.3.4"),
        chain(
            Reason.CERTIFICATE_SIGNATURE,
            1,
            "another signer",
            c -> c.signedBy = TestModule.keyPair()),
        chain(Reason.CERTIFICATE_SIGNATURE, LEAF, "signed by itself", c -> c.signedBy = c.key),
        chain(
            Reason.DOCUMENT_SIGNATURE,
            LEAF,
            "a leaf for another key",
            c -> c.publicKey = otherKey()));
  }

  private interface Change {
    void apply(TestCertificate certificate) throws Exception;
  }

  private static Attack chain(Reason reason, int index, String name, Change change) {
    return Attack.of(
        reason,
        "certificate " + index + ": " + name,
        m ->
            m.certificate(
                    index,
                    c -> {
                      try {
                        change.apply(c);
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .sign());
  }

  private interface DerChange {
    byte[] apply(byte[] der) throws Exception;
  }

  private static Attack changed(Reason reason, int index, String name, DerChange change) {
    return Attack.of(
        reason,
        "certificate " + index + ": " + name,
        m -> {
          List<byte[]> chain = new ArrayList<>(m.certificates());
          chain.set(index, change.apply(chain.get(index)));
          return m.certificates(chain).sign();
        });
  }

  /** A certificate whose signature has another r and the s of before. */
  private static byte[] resigned(byte[] der, ASN1Integer r) throws Exception {
    ASN1Sequence certificate = ASN1Sequence.getInstance(der);
    ASN1Sequence signature =
        ASN1Sequence.getInstance(((DERBitString) certificate.getObjectAt(2)).getOctets());
    return withSignature(
        der, new DERSequence(new ASN1Encodable[] {r, signature.getObjectAt(1)}).getEncoded());
  }

  private static byte[] withFourthElement(byte[] der) throws Exception {
    ASN1Sequence certificate = ASN1Sequence.getInstance(der);
    return new DERSequence(
            new ASN1Encodable[] {
              certificate.getObjectAt(0),
              certificate.getObjectAt(1),
              certificate.getObjectAt(2),
              new ASN1Integer(5)
            })
        .getEncoded();
  }

  /** The point with x = 0, which is on the curve, written with x = p. */
  private static SubjectPublicKeyInfo unreduced(TestCertificate certificate) {
    BigInteger p = SECNamedCurves.getByName("secp384r1").getCurve().getField().getCharacteristic();
    BigInteger b = SECNamedCurves.getByName("secp384r1").getCurve().getB().toBigInteger();
    BigInteger y = b.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    byte[] point = Arrays.copyOf(new byte[] {4}, 97);
    System.arraycopy(bytes(p), 0, point, 1, 48);
    System.arraycopy(bytes(y), 0, point, 49, 48);
    return new SubjectPublicKeyInfo(certificate.publicKey.getAlgorithm(), point);
  }

  private static byte[] bytes(BigInteger value) {
    return HexFormat.of().parseHex("%096x".formatted(value));
  }

  /** The DER of a signature of as many integers. */
  private static byte[] integers(int count) throws Exception {
    ASN1Encodable[] integers = new ASN1Encodable[count];
    Arrays.fill(integers, new ASN1Integer(5));
    return new DERSequence(integers).getEncoded();
  }

  private static byte[] withSignature(byte[] der, byte[] forged) throws Exception {
    ASN1Sequence certificate = ASN1Sequence.getInstance(der);
    return new DERSequence(
            new ASN1Encodable[] {
              certificate.getObjectAt(0), certificate.getObjectAt(1), new DERBitString(forged)
            })
        .getEncoded();
  }

  private static ASN1Integer integer(byte[] magnitude) {
    return new ASN1Integer(new BigInteger(1, magnitude));
  }

  private static byte[] outerSha256(byte[] der) throws Exception {
    ASN1Sequence certificate = ASN1Sequence.getInstance(der);
    return new DERSequence(
            new ASN1Encodable[] {
              certificate.getObjectAt(0),
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
              certificate.getObjectAt(2)
            })
        .getEncoded();
  }

  /** The key with the same curve, spelled out in place of its name (CVE-2020-0601). */
  private static SubjectPublicKeyInfo explicitCurve(TestCertificate certificate) {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp384r1")),
        certificate.publicKey.getPublicKeyData().getOctets());
  }

  private static SubjectPublicKeyInfo offCurve(TestCertificate certificate) {
    byte[] point = certificate.publicKey.getPublicKeyData().getOctets();
    point[96] ^= 1;
    return new SubjectPublicKeyInfo(certificate.publicKey.getAlgorithm(), point);
  }

  private static SubjectPublicKeyInfo otherKey() {
    return SubjectPublicKeyInfo.getInstance(TestModule.keyPair().getPublic().getEncoded());
  }

  private static String reversed(String name) {
    return Arrays.asList(name.split(", ", -1)).reversed().stream()
        .collect(Collectors.joining(", "));
  }

  /** A module that issues certificates itself, as if it were an authority under the instance. */
  private static byte[] longChain(TestModule module) throws Exception {
    module.authority(
        TestCertificate.authority(
            "CN=more",
            "C=US, O=Amazon, OU=AWS, CN=i-0123456789abcdef0.eu-central-1.aws.nitro-enclaves",
            TestModule.keyPair(),
            NOW - DAY,
            NOW + DAY,
            null));
    return module.certificate(LEAF + 1, c -> c.issuer = "CN=more").sign();
  }
}
