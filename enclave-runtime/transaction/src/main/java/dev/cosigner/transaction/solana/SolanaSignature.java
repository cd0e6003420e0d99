package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Verifies Ed25519 signatures (RFC 8032) with the JDK's own implementation. */
final class SolanaSignature {
  private static final String ALGORITHM = "Ed25519";
  // SubjectPublicKeyInfo of RFC 8410 up to the 32 bytes of the key.
  private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private SolanaSignature() {}

  /**
   * Refuses a signature that does not verify.
   *
   * @param number of the signature, for the refusal
   */
  static void verify(SolanaAddress signer, byte[] message, byte[] signature, int number)
      throws TransactionException {
    if (signature.length != SolanaTransaction.SIGNATURE_BYTES) {
      throw refusal(
          Reason.SIGNATURE_LENGTH,
          number,
          SolanaTransaction.SIGNATURE_BYTES + " bytes",
          signature.length + " bytes");
    }
    if (!verifies(signer, message, signature)) {
      throw refusal(
          Reason.INVALID_SIGNATURE,
          number,
          "a signature of the message by " + signer,
          Arrays.equals(signature, new byte[signature.length])
              ? "none (64 zeros)"
              : "one that does not verify");
    }
  }

  private static boolean verifies(SolanaAddress signer, byte[] message, byte[] signature) {
    byte[] key = Arrays.copyOf(KEY_PREFIX, KEY_PREFIX.length + SolanaAddress.BYTES);
    System.arraycopy(signer.toByteArray(), 0, key, KEY_PREFIX.length, SolanaAddress.BYTES);
    try {
      PublicKey publicKey =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key));
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(publicKey);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // The address is no point of the curve, or the signature is malformed.
      return false;
    }
  }

  private static TransactionException refusal(
      Reason reason, int number, String expected, String found) {
    return new TransactionException(
        reason, "signature " + number, expected, found, TransactionException.NO_OFFSET);
  }
}
