package dev.cosigner.protocol.hpke;

import dev.cosigner.protocol.hpke.HpkeException.Reason;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;

/** The function X25519 of RFC 7748, section 5, over raw scalars and coordinates of 32 bytes. */
final class X25519 {
  static final int BYTES = 32;

  private static final String NAME = "X25519";

  /** The PrivateKeyInfo and SubjectPublicKeyInfo of RFC 8410 before the 32 bytes. */
  private static final byte[] PRIVATE_HEADER =
      HexFormat.of().parseHex("302e020100300506032b656e04220420");

  private static final byte[] PUBLIC_HEADER = HexFormat.of().parseHex("302a300506032b656e032100");

  private X25519() {}

  /** Returns the public key of a private one: the product with the base point, which is 9. */
  static byte[] publicKey(byte[] scalar) {
    byte[] basePoint = new byte[BYTES];
    basePoint[0] = 9;
    try {
      return product(scalar, basePoint);
    } catch (HpkeException e) {
      throw new IllegalStateException("the base point of X25519 has no small order", e);
    }
  }

  /**
   * Multiplies a coordinate by a scalar.
   *
   * @throws HpkeException with the reason KEY_LENGTH, or SMALL_ORDER if the product is zero (RFC
   *     7748, section 6.1; RFC 9180, section 7.1.4)
   */
  static byte[] product(byte[] scalar, byte[] coordinate) throws HpkeException {
    if (coordinate.length != BYTES) {
      throw new HpkeException(
          Reason.KEY_LENGTH, "expected a public key of 32 bytes, found " + coordinate.length);
    }
    byte[] product = multiply(scalar, coordinate);
    if (MessageDigest.isEqual(product, new byte[BYTES])) {
      throw smallOrder(null);
    }
    return product;
  }

  private static byte[] multiply(byte[] scalar, byte[] coordinate) throws HpkeException {
    byte[] encoded = join(PRIVATE_HEADER, scalar);
    try {
      KeyFactory factory = KeyFactory.getInstance(NAME);
      PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      PublicKey publicKey =
          factory.generatePublic(new X509EncodedKeySpec(join(PUBLIC_HEADER, coordinate)));
      KeyAgreement agreement = KeyAgreement.getInstance(NAME);
      agreement.init(privateKey);
      agreement.doPhase(publicKey, true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      // The JDK refuses small orders itself; every coordinate is a valid key otherwise.
      throw smallOrder(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks X25519", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static HpkeException smallOrder(Throwable cause) {
    return new HpkeException(
        Reason.SMALL_ORDER,
        "expected a public key of large order, found one of small order",
        cause);
  }

  private static byte[] join(byte[] header, byte[] tail) {
    byte[] joined = Arrays.copyOf(header, header.length + tail.length);
    System.arraycopy(tail, 0, joined, header.length, tail.length);
    return joined;
  }
}
