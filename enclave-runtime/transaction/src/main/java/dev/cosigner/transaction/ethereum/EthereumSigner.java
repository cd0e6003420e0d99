package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The wallet that is asked to sign, its addresses in the form that effects have.
 *
 * @param address of the wallet
 * @param wallet the same with all that it owns, in lower case
 */
record EthereumSigner(EthereumAddress address, WalletContext wallet) {

  /**
   * Checks the caller's context.
   *
   * @throws TransactionException for the ledgers of another network, or addresses that are none
   */
  static EthereumSigner of(WalletContext wallet) throws TransactionException {
    if (!wallet.chain().namespace().equals(Network.ETHEREUM.namespace())) {
      throw new TransactionException(
          Reason.OTHER_NETWORK,
          "chain of the wallet",
          "one of Ethereum, such as eip155:1",
          wallet.chain().toString(),
          TransactionException.NO_OFFSET);
    }
    EthereumAddress address = EthereumAddress.parseLenientCase(wallet.address());
    Set<String> own = new HashSet<>();
    for (String other : wallet.ownAddresses()) {
      own.add(EthereumAddress.parseLenientCase(other).lowerCase());
    }
    return new EthereumSigner(address, new WalletContext(wallet.chain(), address.lowerCase(), own));
  }

  /** The chain that bytes state, or the one that the caller means. */
  Chain chain(Optional<BigInteger> chainId) {
    return chainId.map(id -> new Chain(Chain.EIP155, id.toString())).orElse(wallet.chain());
  }

  /**
   * The one signature of {@code hash}, verified as the wallet's.
   *
   * @param signatures one of 64 bytes, r and s
   */
  EthereumSignature signature(byte[] hash, List<byte[]> signatures) throws TransactionException {
    if (signatures.size() != 1) {
      throw new TransactionException(
          Reason.SIGNATURE_COUNT,
          "signatures",
          "1",
          String.valueOf(signatures.size()),
          TransactionException.NO_OFFSET);
    }
    return EthereumSignature.of(hash, signatures.getFirst(), address);
  }
}
