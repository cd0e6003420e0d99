package dev.cosigner.protocol.identity;

import dev.cosigner.protocol.identity.IdentityException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 public key, RFC 8032 section 5.1. */
public final class IdentityPublicKey {
  /** Size of an encoded key, in bytes. */
  public static final int BYTES = 32;

  /** Size of a signature, in bytes. */
  public static final int SIGNATURE_BYTES = 64;

  /** SubjectPublicKeyInfo of RFC 8410 before the 32 bytes of the key. */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final byte[] encoded;
  private final PublicKey key;

  private IdentityPublicKey(byte[] encoded, PublicKey key) {
    this.encoded = encoded;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @param encoded 32 bytes
   * @throws IdentityException unless it is the canonical encoding of a point of large order
   */
  public static IdentityPublicKey of(byte[] encoded) throws IdentityException {
    requireLength("public key", encoded, BYTES);
    Encodings.requirePoint("public key", encoded);
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + BYTES);
    System.arraycopy(encoded, 0, spki, SPKI_PREFIX.length, BYTES);
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
      // The key factory takes any coordinate; only a verifier looks for the point.
      Signature.getInstance("Ed25519").initVerify(key);
      return new IdentityPublicKey(encoded.clone(), key);
    } catch (GeneralSecurityException e) {
      throw new IdentityException(Reason.NOT_A_POINT, "public key: expected a point", e);
    }
  }

  /** The 32 bytes of RFC 8032. */
  public byte[] encoded() {
    return encoded.clone();
  }

  /**
   * Checks a signature.
   *
   * @param message what was signed
   * @param signature 64 bytes
   * @throws IdentityException with the reason, unless it is this key's signature on the message in
   *     its one encoding
   */
  public void verify(byte[] message, byte[] signature) throws IdentityException {
    requireLength("signature", signature, SIGNATURE_BYTES);
    Encodings.requirePoint("commitment", Arrays.copyOf(signature, BYTES));
    Encodings.requireScalar("response", Arrays.copyOfRange(signature, BYTES, SIGNATURE_BYTES));
    boolean valid;
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      valid = verifier.verify(signature);
    } catch (SignatureException e) {
      throw new IdentityException(Reason.WRONG_SIGNATURE, "signature: expected two parts", e);
    } catch (GeneralSecurityException e) {
      throw new IdentityException(Reason.NOT_A_POINT, "public key: expected a point", e);
    }
    if (!valid) {
      throw new IdentityException(
          Reason.WRONG_SIGNATURE,
          "expected a signature by " + HexFormat.of().formatHex(encoded) + " on this message");
    }
  }

  private static void requireLength(String what, byte[] value, int length)
      throws IdentityException {
    if (value.length != length) {
      throw new IdentityException(
          Reason.LENGTH, what + ": expected " + length + " bytes, found " + value.length);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdentityPublicKey that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(encoded);
  }
}
