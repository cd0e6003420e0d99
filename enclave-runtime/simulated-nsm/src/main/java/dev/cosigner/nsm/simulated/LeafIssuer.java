package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The instance's certificate authority, which issues leaf certificates of the form of AWS's (RFC
 * 5280).
 */
final class LeafIssuer {
  private static final int KEY_BITS = 384;
  private static final int SERIAL_BYTES = 16;

  /** AWS's leaves begin three seconds before they are issued and end three hours after. */
  private static final long BEFORE_MILLIS = 3_000;

  private static final long LIFE_MILLIS = 3 * 3_600_000L;

  private static final byte[] ECDSA_WITH_SHA384 =
      Der.sequence(Der.objectIdentifier("2a8648ce3d040303"));
  private static final byte[] BASIC_CONSTRAINTS = Der.objectIdentifier("551d13");
  private static final byte[] KEY_USAGE = Der.objectIdentifier("551d0f");

  /** digitalSignature and nonRepudiation: two bits, six unused. */
  private static final byte[] SIGNING_ONLY = {3, 2, 6, (byte) 0xc0};

  private final byte[] issuerName;
  private final PrivateKey issuerKey;
  private final SecureRandom random = new SecureRandom();

  private LeafIssuer(byte[] issuerName, PrivateKey issuerKey) {
    this.issuerName = issuerName;
    this.issuerKey = issuerKey;
  }

  /**
   * An issuer.
   *
   * @param certificate its certificate, DER
   * @param key its key, P-384 in PKCS #8
   * @throws NsmException if they are not of this form
   */
  static LeafIssuer of(byte[] certificate, byte[] key) throws NsmException {
    try {
      PrivateKey parsed =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
      if (!(parsed instanceof ECPrivateKey ec)
          || ec.getParams().getCurve().getField().getFieldSize() != KEY_BITS) {
        throw new NsmException(
            Reason.INVALID_ARGUMENT, "expected an instance key on P-384, found another");
      }
      return new LeafIssuer(CertificateSubject.of(certificate), parsed);
    } catch (GeneralSecurityException e) {
      // The cause may quote the key's bytes.
      throw new NsmException(
          Reason.INVALID_ARGUMENT, "expected an instance key in PKCS #8, found something else");
    }
  }

  /** Issues a leaf with a key of its own. */
  Leaf issue(String moduleId, long nowMillis) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"), random);
      KeyPair pair = generator.generateKeyPair();
      byte[] body = body(moduleId, pair.getPublic().getEncoded(), nowMillis);
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initSign(issuerKey);
      signature.update(body);
      byte[] certificate = Der.sequence(body, ECDSA_WITH_SHA384, Der.bitString(signature.sign()));
      return new Leaf(pair.getPrivate(), certificate, nowMillis + LIFE_MILLIS / 2);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA on P-384", e);
    }
  }

  /** TBSCertificate of RFC 5280, section 4.1. */
  private byte[] body(String moduleId, byte[] subjectPublicKeyInfo, long nowMillis) {
    byte[] serial = new byte[SERIAL_BYTES];
    random.nextBytes(serial);
    // Positive, and of the same length always.
    serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
    return Der.sequence(
        Der.explicit(0, Der.integer(new byte[] {2})),
        Der.integer(serial),
        ECDSA_WITH_SHA384,
        issuerName,
        Der.sequence(Der.time(nowMillis - BEFORE_MILLIS), Der.time(nowMillis + LIFE_MILLIS)),
        subject(moduleId),
        subjectPublicKeyInfo,
        Der.explicit(
            3,
            Der.sequence(
                Der.sequence(BASIC_CONSTRAINTS, Der.TRUE, Der.octetString(Der.sequence())),
                Der.sequence(KEY_USAGE, Der.octetString(SIGNING_ONLY)))));
  }

  private static byte[] subject(String moduleId) {
    return Der.sequence(
        attribute("550406", Der.printableString("US")),
        attribute("550408", Der.utf8String("Washington")),
        attribute("550407", Der.utf8String("Seattle")),
        attribute("55040a", Der.utf8String("Amazon")),
        attribute("55040b", Der.utf8String("AWS")),
        attribute("550403", Der.utf8String(moduleId)));
  }

  private static byte[] attribute(String type, byte[] value) {
    return Der.set(Der.sequence(Der.objectIdentifier(type), value));
  }
}
