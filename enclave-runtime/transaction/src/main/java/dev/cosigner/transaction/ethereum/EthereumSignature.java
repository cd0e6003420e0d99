package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ECDSA signature as Ethereum wants it: s at most half the group's order (EIP-2), and which of
 * two points has x = r, so that the signer's address can be found from it.
 *
 * @param odd whether that point's y is odd
 */
record EthereumSignature(BigInteger r, BigInteger s, boolean odd) {
  /** Bytes of r and s. */
  static final int BYTES = 64;

  /**
   * The signature with low s, and the parity under which it is {@code signer}'s.
   *
   * @param hash what was signed, 32 bytes
   * @param signature r and s, 32 bytes each
   * @throws TransactionException where it is not the signer's
   */
  static EthereumSignature of(byte[] hash, byte[] signature, EthereumAddress signer)
      throws TransactionException {
    if (signature.length != BYTES) {
      throw refusal(
          Reason.SIGNATURE_LENGTH, BYTES + " bytes, r and s", signature.length + " bytes");
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger given = new BigInteger(1, Arrays.copyOfRange(signature, 32, BYTES));
    BigInteger s = given.compareTo(Secp256k1.HALF_N) > 0 ? Secp256k1.N.subtract(given) : given;
    for (boolean odd : new boolean[] {false, true}) {
      Optional<EthereumAddress> found = Secp256k1.recover(hash, r, s, odd).map(EthereumAddress::of);
      if (found.isPresent() && found.get().equals(signer)) {
        return new EthereumSignature(r, s, odd);
      }
    }
    throw refusal(
        Reason.INVALID_SIGNATURE,
        "a signature of the hash by " + signer,
        "one that does not verify");
  }

  private static TransactionException refusal(Reason reason, String expected, String found) {
    return new TransactionException(
        reason, "signature", expected, found, TransactionException.NO_OFFSET);
  }

  /** r, s and v = 27 or 28, 65 bytes: the form of signed messages. */
  byte[] encodeWithV() {
    byte[] encoded = new byte[BYTES + 1];
    System.arraycopy(Secp256k1.bytes32(r), 0, encoded, 0, 32);
    System.arraycopy(Secp256k1.bytes32(s), 0, encoded, 32, 32);
    encoded[BYTES] = (byte) (odd ? 28 : 27);
    return encoded;
  }
}
