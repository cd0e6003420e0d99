package dev.cosigner.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;

/**
 * An Ed25519 private key that never leaves this object: it can sign and nothing else. It is made
 * where it is used and cannot be printed, read or serialised.
 */
public final class IdentityKey {
  private final PrivateKey key;
  private final IdentityPublicKey publicKey;

  private IdentityKey(PrivateKey key, IdentityPublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /** Draws a key. */
  public static IdentityKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      KeyPair pair = generator.generateKeyPair();
      byte[] spki = pair.getPublic().getEncoded();
      return new IdentityKey(
          pair.getPrivate(),
          IdentityPublicKey.of(
              Arrays.copyOfRange(spki, spki.length - IdentityPublicKey.BYTES, spki.length)));
    } catch (GeneralSecurityException | IdentityException e) {
      throw new IllegalStateException("this Java runtime makes no Ed25519 keys", e);
    }
  }

  /** The key by which others know this identity. */
  public IdentityPublicKey publicKey() {
    return publicKey;
  }

  /** Signs a message; the signature has 64 bytes. */
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime does not sign with Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "IdentityKey[" + publicKey + "]";
  }
}
