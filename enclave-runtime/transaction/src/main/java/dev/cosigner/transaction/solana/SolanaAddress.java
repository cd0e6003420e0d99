package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.TransactionException;
import java.util.Arrays;

/** The address of a Solana account: 32 bytes, an Ed25519 public key or derived by a program. */
public final class SolanaAddress {
  /** Size in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private SolanaAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The address of these bytes.
   *
   * @throws IllegalArgumentException where they are not 32
   */
  public static SolanaAddress of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("address: expected 32 bytes, found " + bytes.length);
    }
    return new SolanaAddress(bytes.clone());
  }

  /**
   * Reads base58.
   *
   * @throws TransactionException where {@code text} is not base58 of 32 bytes
   */
  public static SolanaAddress parse(String text) throws TransactionException {
    return new SolanaAddress(Base58.decode("Solana address", text, BYTES));
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SolanaAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Base58, 32 to 44 characters. */
  @Override
  public String toString() {
    return Base58.encode(bytes);
  }
}
