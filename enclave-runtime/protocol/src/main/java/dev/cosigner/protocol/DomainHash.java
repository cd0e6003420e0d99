package dev.cosigner.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash under a domain: SHA-256 over {@code u8 length || domain in ASCII}, then for each item
 * {@code u64 big-endian length || bytes}. No two different lists of items and no two domains give
 * the same input, so a hash made for one purpose never stands for another.
 *
 * <p>SHA-256 is FIPS 180-4.
 */
public final class DomainHash {
  /** Size of a hash, bytes. */
  public static final int BYTES = 32;

  private static final int MAX_DOMAIN_LENGTH = 255;

  private DomainHash() {}

  /**
   * Hashes {@code items} under {@code domain}.
   *
   * @param domain 1 to 255 printable ASCII characters, for example {@code cosigner/describe/v1}
   * @param items any number of byte strings of any length
   * @return 32 bytes
   * @throws IllegalArgumentException for an empty, long or non-ASCII domain
   */
  public static byte[] of(String domain, byte[]... items) {
    requireDomain(domain);
    MessageDigest digest = sha256();
    digest.update((byte) domain.length());
    digest.update(domain.getBytes(StandardCharsets.US_ASCII));
    for (byte[] item : items) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, item.length).array());
      digest.update(item);
    }
    return digest.digest();
  }

  private static void requireDomain(String domain) {
    boolean printable = domain.chars().allMatch(c -> c > ' ' && c <= '~');
    if (domain.isEmpty() || domain.length() > MAX_DOMAIN_LENGTH || !printable) {
      throw new IllegalArgumentException(
          "a hash domain is 1 to 255 printable ASCII characters, found \"" + domain + "\"");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
