package dev.cosigner.protocol.hpke;

import dev.cosigner.protocol.hpke.HpkeException.Reason;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM as RFC 9180, section 7.3, names it. The product seals with 256-bit keys; 128-bit keys are
 * those of the RFC's test vectors.
 */
enum Aead {
  AES_128_GCM(0x0001, 16),
  AES_256_GCM(0x0002, 32);

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private final int identifier;
  private final int keyBytes;

  Aead(int identifier, int keyBytes) {
    this.identifier = identifier;
    this.keyBytes = keyBytes;
  }

  int identifier() {
    return identifier;
  }

  int keyBytes() {
    return keyBytes;
  }

  byte[] seal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot seal by AES-GCM", e);
    }
  }

  byte[] open(byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws HpkeException {
    try {
      return cipher(Cipher.DECRYPT_MODE, key, nonce, associatedData).doFinal(ciphertext);
    } catch (AEADBadTagException e) {
      throw new HpkeException(
          Reason.AUTHENTICATION,
          "sealed to another key or for another purpose, or changed on the way",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot open by AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(associatedData);
    return cipher;
  }
}
