package dev.cosigner.protocol.hpke;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** LabeledExtract and LabeledExpand of RFC 9180, section 4, with HKDF-SHA256 (RFC 5869). */
final class LabeledHkdf {
  static final int HASH_BYTES = 32;

  private static final byte[] VERSION = "HPKE-v1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] suite;

  LabeledHkdf(byte[] suite) {
    this.suite = suite;
  }

  byte[] extract(byte[] salt, String label, byte[] keyMaterial) {
    byte[] labeled = concatenate(VERSION, suite, ascii(label), keyMaterial);
    try {
      return extract(salt, labeled);
    } finally {
      Arrays.fill(labeled, (byte) 0);
    }
  }

  byte[] expand(byte[] pseudoRandomKey, String label, byte[] info, int length) {
    byte[] size = {(byte) (length >>> 8), (byte) length};
    return expand(pseudoRandomKey, concatenate(size, VERSION, suite, ascii(label), info), length);
  }

  /** HKDF-Extract; an empty salt is a salt of zeros. */
  static byte[] extract(byte[] salt, byte[] keyMaterial) {
    byte[] nonEmpty = salt.length == 0 ? new byte[HASH_BYTES] : salt;
    try {
      return hkdf()
          .deriveData(
              HKDFParameterSpec.ofExtract().addSalt(nonEmpty).addIKM(keyMaterial).extractOnly());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot extract by HKDF-SHA256", e);
    }
  }

  /** HKDF-Expand, at most 8160 bytes. */
  static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
    try {
      return hkdf()
          .deriveData(
              HKDFParameterSpec.expandOnly(
                  new SecretKeySpec(pseudoRandomKey, "Generic"), info, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot expand by HKDF-SHA256", e);
    }
  }

  private static KDF hkdf() throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256");
  }

  static byte[] concatenate(byte[]... parts) {
    // Allocated once: a buffer that grows would leave copies of secret parts behind.
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static byte[] ascii(String label) {
    return label.getBytes(StandardCharsets.US_ASCII);
  }
}
