package dev.cosigner.eif;

/** A SHA-384 in progress, by the JDK or by libcrypto. Not for two threads at once. */
sealed interface Sha384Hash permits JdkSha384, LibcryptoSha384 {
  /** Adds bytes. */
  void update(byte[] bytes, int offset, int length);

  /** One that continues from where this one is. */
  Sha384Hash copy();

  /** The hash, 48 bytes; nothing can be added after it. */
  byte[] digest();
}
