package dev.cosigner.protocol.hpke;

import java.util.Arrays;

/** A key for one message and the nonce to use it with. It is not printed, and is overwritten. */
final class MessageKey implements AutoCloseable {
  private final byte[] key;
  private final byte[] nonce;

  MessageKey(byte[] key, byte[] nonce) {
    this.key = key;
    this.nonce = nonce;
  }

  byte[] key() {
    return key;
  }

  byte[] nonce() {
    return nonce;
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(nonce, (byte) 0);
  }
}
