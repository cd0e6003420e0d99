package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Sha256;
import java.nio.charset.StandardCharsets;

/** The hashes that Bitcoin builds on SHA-256 and RIPEMD-160. */
final class BitcoinHash {
  private BitcoinHash() {}

  /** SHA-256 twice: transaction ids and signature hashes before Taproot; 32 bytes. */
  static byte[] twice(byte[] bytes) {
    return Sha256.of(Sha256.of(bytes));
  }

  /** RIPEMD-160 of SHA-256: public keys and scripts in outputs; 20 bytes. */
  static byte[] hash160(byte[] bytes) {
    return Ripemd160.of(Sha256.of(bytes));
  }

  /** The tagged hash of BIP-340, section "Design"; 32 bytes. */
  static byte[] tagged(String tag, byte[]... parts) {
    byte[] domain = Sha256.of(tag.getBytes(StandardCharsets.UTF_8));
    ByteWriter all = new ByteWriter().bytes(domain).bytes(domain);
    for (byte[] part : parts) {
      all.bytes(part);
    }
    return Sha256.of(all.toByteArray());
  }
}
