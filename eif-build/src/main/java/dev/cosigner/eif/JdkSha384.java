package dev.cosigner.eif;

import java.security.MessageDigest;

/** The JDK's SHA-384. */
final class JdkSha384 implements Sha384Hash {
  private final MessageDigest digest;

  JdkSha384() {
    this(Sha384.newDigest());
  }

  private JdkSha384(MessageDigest digest) {
    this.digest = digest;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public Sha384Hash copy() {
    return new JdkSha384(Sha384.copy(digest));
  }

  @Override
  public byte[] digest() {
    return digest.digest();
  }
}
