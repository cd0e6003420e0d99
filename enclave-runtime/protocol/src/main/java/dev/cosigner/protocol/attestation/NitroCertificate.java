package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * A certificate of the one kind in a chain of the NSM: X.509 version 3 (RFC 5280) with a key on
 * P-384 and an ECDSA signature with SHA-384.
 *
 * <p>What decides between valid and not is taken from the bytes themselves: names, algorithm, key
 * and signature. The JDK's parser gives the dates and the extensions.
 */
final class NitroCertificate {
  /** ecdsa-with-SHA384, without parameters (RFC 5758, section 3.2). */
  private static final byte[] ECDSA_WITH_SHA384 =
      HexFormat.of().parseHex("300a06082a8648ce3d040303");

  /** id-ecPublicKey with the named curve secp384r1 and an uncompressed point (RFC 5480). */
  private static final byte[] P384_KEY_HEADER =
      HexFormat.of().parseHex("3076301006072a8648ce3d020106052b8104002203620004");

  private static final int P384_KEY_BYTES = 120;
  private static final int SCALAR_BYTES = 48;

  /** {@code [0] EXPLICIT INTEGER 2}. */
  private static final byte[] VERSION_3 = HexFormat.of().parseHex("a003020102");

  private static final Set<String> KNOWN_CRITICAL = Set.of("2.5.29.15", "2.5.29.19");
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;

  private final String what;
  private final byte[] signed;
  private final byte[] issuer;
  private final byte[] subject;
  private final byte[] signature;
  private final X509Certificate x509;
  private final ECPublicKey publicKey;

  private NitroCertificate(
      String what,
      byte[] signed,
      byte[] issuer,
      byte[] subject,
      byte[] signature,
      X509Certificate x509,
      ECPublicKey publicKey) {
    this.what = what;
    this.signed = signed;
    this.issuer = issuer;
    this.subject = subject;
    this.signature = signature;
    this.x509 = x509;
    this.publicKey = publicKey;
  }

  /**
   * Parses a certificate.
   *
   * @param what its place in the chain, for messages
   */
  static NitroCertificate parse(String what, byte[] der) throws AttestationException {
    DerReader outer = new DerReader(der, what);
    DerReader certificate = outer.enter(DerReader.SEQUENCE);
    outer.requireEnd();
    byte[] signed = certificate.element(DerReader.SEQUENCE);
    byte[] outerAlgorithm = certificate.element(DerReader.SEQUENCE);
    byte[] signature = rawSignature(what, certificate.contents(DerReader.BIT_STRING));
    certificate.requireEnd();

    DerReader fields = new DerReader(signed, what).enter(DerReader.SEQUENCE);
    requireVersion3(what, fields);
    fields.element(DerReader.INTEGER); // serial number
    byte[] innerAlgorithm = fields.element(DerReader.SEQUENCE);
    byte[] issuer = fields.element(DerReader.SEQUENCE);
    fields.element(DerReader.SEQUENCE); // validity
    byte[] subject = fields.element(DerReader.SEQUENCE);
    byte[] key = fields.element(DerReader.SEQUENCE);
    requireAlgorithm(what, outerAlgorithm, innerAlgorithm);
    requireNamedCurve(what, key);

    X509Certificate x509 = x509(what, der);
    return new NitroCertificate(
        what, signed, issuer, subject, signature, x509, publicKey(what, x509));
  }

  private static void requireVersion3(String what, DerReader fields) throws AttestationException {
    boolean explicit = fields.isNext(DerReader.CONTEXT_0); // absent in version 1
    if (!explicit || !Arrays.equals(fields.element(DerReader.CONTEXT_0), VERSION_3)) {
      throw new AttestationException(
          Reason.CERTIFICATE_VERSION, what, "version 3", "another version");
    }
  }

  private static void requireAlgorithm(String what, byte[] outer, byte[] inner)
      throws AttestationException {
    if (!Arrays.equals(outer, ECDSA_WITH_SHA384) || !Arrays.equals(inner, ECDSA_WITH_SHA384)) {
      throw new AttestationException(
          Reason.CERTIFICATE_ALGORITHM,
          what + " signature algorithm",
          "ecdsa-with-SHA384",
          HexFormat.of().formatHex(outer) + " and " + HexFormat.of().formatHex(inner));
    }
  }

  private static void requireNamedCurve(String what, byte[] key) throws AttestationException {
    if (key.length != P384_KEY_BYTES
        || !Arrays.equals(
            key, 0, P384_KEY_HEADER.length, P384_KEY_HEADER, 0, P384_KEY_HEADER.length)) {
      throw new AttestationException(
          Reason.CERTIFICATE_KEY, what, "a key on the named curve P-384", "another key");
    }
  }

  private static X509Certificate x509(String what, byte[] der) throws AttestationException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new AttestationException(
          Reason.CERTIFICATE_MALFORMED, what + " is not an X.509 certificate", e);
    }
  }

  private static ECPublicKey publicKey(String what, X509Certificate x509)
      throws AttestationException {
    if (!(x509.getPublicKey() instanceof ECPublicKey key && isOnCurve(key))) {
      throw new AttestationException(
          Reason.CERTIFICATE_KEY, what, "a key on the curve P-384", "another point");
    }
    return key;
  }

  private static boolean isOnCurve(ECPublicKey key) {
    EllipticCurve curve = key.getParams().getCurve();
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    ECPoint point = key.getW();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
    return x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.multiply(y).subtract(right).mod(p).signum() == 0;
  }

  /** Turns the DER signature of a certificate into {@code r || s}; it has one form only. */
  private static byte[] rawSignature(String what, byte[] bitString) throws AttestationException {
    if (bitString.length == 0 || bitString[0] != 0) {
      throw new DerReader(bitString, what).malformed("a signature that is no string of bytes");
    }
    DerReader outer = new DerReader(Arrays.copyOfRange(bitString, 1, bitString.length), what);
    DerReader scalars = outer.enter(DerReader.SEQUENCE);
    outer.requireEnd();
    byte[] raw = new byte[2 * SCALAR_BYTES];
    for (int end = SCALAR_BYTES; end <= raw.length; end += SCALAR_BYTES) {
      byte[] scalar = unsigned(scalars, scalars.contents(DerReader.INTEGER));
      System.arraycopy(scalar, 0, raw, end - scalar.length, scalar.length);
    }
    scalars.requireEnd();
    return raw;
  }

  private static byte[] unsigned(DerReader reader, byte[] integer) throws AttestationException {
    boolean leadingZero = integer.length > 1 && integer[0] == 0;
    if (integer.length == 0 || integer[0] < 0 || (leadingZero && integer[1] >= 0)) {
      throw reader.malformed("a signature with a negative or padded integer");
    }
    byte[] unsigned = leadingZero ? Arrays.copyOfRange(integer, 1, integer.length) : integer;
    if (unsigned.length > SCALAR_BYTES) {
      throw reader.malformed("a signature with an integer of more than 384 bits");
    }
    return unsigned;
  }

  /** Returns its place in the chain, for messages. */
  String what() {
    return what;
  }

  ECPublicKey publicKey() {
    return publicKey;
  }

  /** The bytes that the issuer signs: the TBSCertificate. */
  byte[] signed() {
    return signed;
  }

  /** The issuer's signature as {@code r || s}, 96 bytes. */
  byte[] signature() {
    return signature;
  }

  boolean isIssuedUnderNameOf(NitroCertificate authority) {
    return Arrays.equals(issuer, authority.subject);
  }

  long notBeforeMillis() {
    return x509.getNotBefore().toInstant().toEpochMilli();
  }

  long notAfterMillis() {
    return x509.getNotAfter().toInstant().toEpochMilli();
  }

  boolean isAuthority() {
    return x509.getBasicConstraints() >= 0;
  }

  /** How many further authorities may follow; a very large number if there is no bound. */
  int pathLength() {
    return x509.getBasicConstraints();
  }

  boolean maySignCertificates() {
    return mayUseKeyFor(KEY_CERT_SIGN);
  }

  boolean maySignDocuments() {
    return mayUseKeyFor(DIGITAL_SIGNATURE);
  }

  private boolean mayUseKeyFor(int usage) {
    boolean[] usages = x509.getKeyUsage();
    return usages != null && usages[usage];
  }

  void requireKnownCriticalExtensions() throws AttestationException {
    Set<String> critical = x509.getCriticalExtensionOIDs();
    if (critical != null && !KNOWN_CRITICAL.containsAll(critical)) {
      throw new AttestationException(
          Reason.CRITICAL_EXTENSION,
          what + " critical extensions",
          "only key usage and basic constraints",
          critical.toString());
    }
  }
}
