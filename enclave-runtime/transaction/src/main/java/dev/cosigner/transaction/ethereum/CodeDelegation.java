package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import java.math.BigInteger;
import java.util.List;

/**
 * What the key of an account signs to let it run the code of another (EIP-7702): {@code keccak(0x05
 * || rlp([chain id, address, nonce]))}.
 *
 * @param chainId 0 for every chain
 * @param delegate whose code; the zero address ends the delegation
 * @param nonce of the account, at most 64 bits
 */
public record CodeDelegation(BigInteger chainId, EthereumAddress delegate, BigInteger nonce) {
  /** The byte before the fields. */
  static final int MAGIC = 0x05;

  /** Reads the next three fields. */
  static CodeDelegation read(RlpFields fields) throws TransactionException {
    return new CodeDelegation(
        fields.number("chain id of the delegation", UnsignedTransaction.CHAIN_ID_BITS),
        fields.address("address of the delegation"),
        fields.number("nonce of the delegation", 64));
  }

  List<RlpItem> fields() {
    return List.of(RlpItem.of(chainId), RlpItem.of(delegate.toByteArray()), RlpItem.of(nonce));
  }

  /** What is hashed and signed. */
  byte[] encode() {
    return UnsignedTransaction.prefixed(MAGIC, RlpItem.list(fields()));
  }

  /** The 32 bytes to sign. */
  byte[] signingHash() {
    return Keccak256.hash(encode());
  }
}
