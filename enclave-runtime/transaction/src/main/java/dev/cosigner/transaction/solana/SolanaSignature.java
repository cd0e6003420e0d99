package dev.cosigner.transaction.solana;

import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;

/**
 * Verifies Ed25519 signatures (RFC 8032) as strictly as the network does: one encoding for each, no
 * points of small order.
 */
final class SolanaSignature {
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
    try {
      IdentityPublicKey.of(signer.toByteArray()).verify(message, signature);
      return true;
    } catch (IdentityException e) {
      // Also where the address is no key: derived by a program, or of small order.
      return false;
    }
  }

  private static TransactionException refusal(
      Reason reason, int number, String expected, String found) {
    return new TransactionException(
        reason, "signature " + number, expected, found, TransactionException.NO_OFFSET);
  }
}
