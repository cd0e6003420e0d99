package dev.cosigner.eif;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-384, which every Java platform has. */
public final class Sha384 {
  private Sha384() {}

  /** A digest of nothing so far. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-384");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform has no SHA-384", e);
    }
  }

  /** A digest that continues from where the given one is. */
  static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java platform's SHA-384 cannot be copied", e);
    }
  }
}
