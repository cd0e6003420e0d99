package dev.cosigner.protocol.wallet;

import java.nio.charset.StandardCharsets;

/**
 * The message by which a new group shows that it can sign. It starts with the byte 0xFF, which
 * starts no transaction of any chain that a wallet signs for, so that such a signature is never one
 * on a transaction.
 */
final class ProofOfGroup {
  static final String DOMAIN = "cosigner/proof-of-group/v1";

  private ProofOfGroup() {}

  /** 0xFF, the domain, then {@code digest}. */
  static byte[] message(byte[] digest) {
    byte[] domain = DOMAIN.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[1 + domain.length + digest.length];
    message[0] = (byte) 0xFF;
    System.arraycopy(domain, 0, message, 1, domain.length);
    System.arraycopy(digest, 0, message, 1 + domain.length, digest.length);
    return message;
  }
}
