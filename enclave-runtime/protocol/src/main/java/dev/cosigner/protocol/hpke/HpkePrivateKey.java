package dev.cosigner.protocol.hpke;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A private key that opens what was sealed to its public key. It cannot be read or printed, and is
 * overwritten when it is closed.
 */
public final class HpkePrivateKey implements AutoCloseable {
  private final byte[] scalar;
  private final byte[] publicKey;
  private boolean closed;

  private HpkePrivateKey(byte[] scalar) {
    this.scalar = scalar;
    this.publicKey = X25519.publicKey(scalar);
  }

  /** Draws a private key. */
  public static HpkePrivateKey generate(SecureRandom random) {
    byte[] scalar = new byte[X25519.BYTES];
    random.nextBytes(scalar);
    return new HpkePrivateKey(scalar);
  }

  /** Returns a copy of the public key, 32 bytes. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /**
   * Opens sealed bytes.
   *
   * @param sealed what {@link Hpke#seal} returned, untrusted
   * @param info the bytes that were given when it was sealed
   * @param associatedData the bytes that were given when it was sealed
   * @return the plaintext
   * @throws HpkeException with the reason SEALED_LENGTH, SMALL_ORDER or AUTHENTICATION
   * @throws IllegalStateException if this key is closed
   */
  public synchronized byte[] open(byte[] sealed, byte[] info, byte[] associatedData)
      throws HpkeException {
    if (closed) {
      throw new IllegalStateException("this HPKE private key is closed");
    }
    return BaseMode.of(Aead.AES_256_GCM).open(scalar, publicKey, sealed, info, associatedData);
  }

  /** Overwrites the key. Closing it again does nothing. */
  @Override
  public synchronized void close() {
    Arrays.fill(scalar, (byte) 0);
    closed = true;
  }

  /** Says that this is a private key, and nothing else. */
  @Override
  public String toString() {
    return "HpkePrivateKey";
  }
}
