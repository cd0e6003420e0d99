package dev.cosigner.protocol.hpke;

import java.security.SecureRandom;
import java.util.Arrays;

/** Seals one message to a public key: the single-shot API of RFC 9180, section 6.1, base mode. */
public final class Hpke {
  /** Size of a public key and of an encapsulated key, bytes. */
  public static final int PUBLIC_KEY_BYTES = X25519.BYTES;

  /** By how much sealed bytes are longer than the plaintext: encapsulated key and tag. */
  public static final int OVERHEAD_BYTES = X25519.BYTES + Aead.TAG_BYTES;

  private Hpke() {}

  /**
   * Seals a message.
   *
   * @param recipientPublicKey 32 bytes, RFC 7748
   * @param info what the message is for; the opener gives the same bytes
   * @param associatedData authenticated beside the message; the opener gives the same bytes
   * @param plaintext of any length
   * @param random the source of the ephemeral key
   * @return the encapsulated key of 32 bytes, then the ciphertext with its tag of 16 bytes
   * @throws HpkeException with the reason KEY_LENGTH or SMALL_ORDER
   */
  public static byte[] seal(
      byte[] recipientPublicKey,
      byte[] info,
      byte[] associatedData,
      byte[] plaintext,
      SecureRandom random)
      throws HpkeException {
    byte[] ephemeral = new byte[X25519.BYTES];
    random.nextBytes(ephemeral);
    try {
      return BaseMode.of(Aead.AES_256_GCM)
          .seal(ephemeral, recipientPublicKey, info, associatedData, plaintext);
    } finally {
      Arrays.fill(ephemeral, (byte) 0);
    }
  }
}
