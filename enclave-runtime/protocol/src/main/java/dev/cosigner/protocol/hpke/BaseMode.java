package dev.cosigner.protocol.hpke;

import dev.cosigner.protocol.hpke.HpkeException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RFC 9180 in base mode with DHKEM(X25519, HKDF-SHA256) and HKDF-SHA256. One message is sealed per
 * encapsulation, so the nonce is the base nonce and no sequence number is kept.
 */
final class BaseMode {
  private static final int KEM_IDENTIFIER = 0x0020;
  private static final int KDF_IDENTIFIER = 0x0001;
  private static final int SHARED_SECRET_BYTES = 32;
  private static final byte[] MODE_BASE = {0};
  private static final byte[] EMPTY = {};

  private final Aead aead;
  private final LabeledHkdf kem;
  private final LabeledHkdf schedule;

  private BaseMode(Aead aead) {
    this.aead = aead;
    this.kem = new LabeledHkdf(identifier("KEM", KEM_IDENTIFIER));
    this.schedule =
        new LabeledHkdf(identifier("HPKE", KEM_IDENTIFIER, KDF_IDENTIFIER, aead.identifier()));
  }

  static BaseMode of(Aead aead) {
    return new BaseMode(aead);
  }

  private static byte[] identifier(String name, int... numbers) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer identifier = ByteBuffer.allocate(ascii.length + Short.BYTES * numbers.length);
    identifier.put(ascii);
    for (int number : numbers) {
      identifier.putShort((short) number);
    }
    return identifier.array();
  }

  byte[] seal(
      byte[] ephemeral, byte[] recipient, byte[] info, byte[] associatedData, byte[] plaintext)
      throws HpkeException {
    byte[] encapsulated = X25519.publicKey(ephemeral);
    byte[] product = X25519.product(ephemeral, recipient);
    try (MessageKey key = messageKey(product, encapsulated, recipient, info)) {
      byte[] ciphertext = aead.seal(key.key(), key.nonce(), associatedData, plaintext);
      return LabeledHkdf.concatenate(encapsulated, ciphertext);
    }
  }

  byte[] open(
      byte[] privateKey, byte[] publicKey, byte[] sealed, byte[] info, byte[] associatedData)
      throws HpkeException {
    if (sealed.length < Hpke.OVERHEAD_BYTES) {
      throw new HpkeException(
          Reason.SEALED_LENGTH,
          "expected at least " + Hpke.OVERHEAD_BYTES + " sealed bytes, found " + sealed.length);
    }
    byte[] encapsulated = Arrays.copyOf(sealed, X25519.BYTES);
    byte[] ciphertext = Arrays.copyOfRange(sealed, X25519.BYTES, sealed.length);
    byte[] product = X25519.product(privateKey, encapsulated);
    try (MessageKey key = messageKey(product, encapsulated, publicKey, info)) {
      return aead.open(key.key(), key.nonce(), associatedData, ciphertext);
    }
  }

  /** Turns a product into a key; the product is overwritten. */
  private MessageKey messageKey(
      byte[] product, byte[] encapsulated, byte[] recipient, byte[] info) {
    byte[] sharedSecret = sharedSecret(product, encapsulated, recipient);
    try {
      return schedule(sharedSecret, info);
    } finally {
      Arrays.fill(product, (byte) 0);
      Arrays.fill(sharedSecret, (byte) 0);
    }
  }

  /** ExtractAndExpand of section 4.1. */
  byte[] sharedSecret(byte[] product, byte[] encapsulated, byte[] recipient) {
    byte[] context = LabeledHkdf.concatenate(encapsulated, recipient);
    byte[] pseudoRandomKey = kem.extract(EMPTY, "eae_prk", product);
    try {
      return kem.expand(pseudoRandomKey, "shared_secret", context, SHARED_SECRET_BYTES);
    } finally {
      Arrays.fill(pseudoRandomKey, (byte) 0);
    }
  }

  /** KeySchedule of section 5.1 in base mode: no pre-shared key, and no name for one. */
  MessageKey schedule(byte[] sharedSecret, byte[] info) {
    byte[] context =
        LabeledHkdf.concatenate(
            MODE_BASE,
            schedule.extract(EMPTY, "psk_id_hash", EMPTY),
            schedule.extract(EMPTY, "info_hash", info));
    byte[] secret = schedule.extract(sharedSecret, "secret", EMPTY);
    try {
      return new MessageKey(
          schedule.expand(secret, "key", context, aead.keyBytes()),
          schedule.expand(secret, "base_nonce", context, Aead.NONCE_BYTES));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
