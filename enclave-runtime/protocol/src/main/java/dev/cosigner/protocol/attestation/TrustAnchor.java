package dev.cosigner.protocol.attestation;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The root certificate that a verifier trusts, by the SHA-256 of its DER. The root itself travels
 * with every document, first in its cabundle.
 */
public final class TrustAnchor {
  /** Size of a SHA-256 digest, bytes. */
  public static final int DIGEST_BYTES = 32;

  /** The root G1 of the AWS Nitro Enclaves user guide, "Verifying the root of trust". */
  private static final byte[] AWS_ROOT =
      HexFormat.of().parseHex("641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b");

  private final AnchorKind kind;
  private final byte[] rootSha256;

  private TrustAnchor(AnchorKind kind, byte[] rootSha256) {
    this.kind = kind;
    this.rootSha256 = rootSha256;
  }

  /** Returns Amazon's root for Nitro Enclaves. */
  public static TrustAnchor aws() {
    return new TrustAnchor(AnchorKind.AWS, AWS_ROOT);
  }

  /**
   * Returns a development root.
   *
   * @param rootSha256 SHA-256 of the root certificate's DER, 32 bytes
   * @throws IllegalArgumentException for another length, or for Amazon's root
   */
  public static TrustAnchor development(byte[] rootSha256) {
    if (rootSha256.length != DIGEST_BYTES) {
      throw new IllegalArgumentException(
          "a trust anchor is a SHA-256 of 32 bytes, found " + rootSha256.length);
    }
    if (Arrays.equals(rootSha256, AWS_ROOT)) {
      throw new IllegalArgumentException("Amazon's root is no development root");
    }
    return new TrustAnchor(AnchorKind.DEVELOPMENT, rootSha256.clone());
  }

  /** Returns who vouches for the documents under this root. */
  public AnchorKind kind() {
    return kind;
  }

  /** Returns a copy of the SHA-256 of the root certificate's DER, 32 bytes. */
  public byte[] rootSha256() {
    return rootSha256.clone();
  }

  /** Returns the digest in lower-case hexadecimal, 64 characters. */
  public String hex() {
    return HexFormat.of().formatHex(rootSha256);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustAnchor anchor
        && kind == anchor.kind
        && Arrays.equals(rootSha256, anchor.rootSha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rootSha256);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " root " + hex();
  }
}
