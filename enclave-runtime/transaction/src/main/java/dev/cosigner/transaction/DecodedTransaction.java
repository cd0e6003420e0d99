package dev.cosigner.transaction;

import dev.cosigner.transaction.bitcoin.BitcoinTransaction;
import dev.cosigner.transaction.ethereum.EthereumAuthorization;
import dev.cosigner.transaction.ethereum.EthereumDigest;
import dev.cosigner.transaction.ethereum.EthereumMessage;
import dev.cosigner.transaction.ethereum.EthereumTransaction;
import dev.cosigner.transaction.ethereum.EthereumTypedData;
import dev.cosigner.transaction.solana.SolanaTransaction;
import java.util.List;

/** A transaction of which every byte was read and understood. */
public sealed interface DecodedTransaction
    permits BitcoinTransaction,
        EthereumAuthorization,
        EthereumDigest,
        EthereumMessage,
        EthereumTransaction,
        EthereumTypedData,
        SolanaTransaction {
  /** The network whose rules decoded it. */
  Network network();

  /** The bytes that were decoded; encoding what was understood gives the same. */
  byte[] encoded();

  /** Addresses that must sign, in the network's order; empty where bytes do not say (Ethereum). */
  List<String> requiredSigners();

  /**
   * Everything that a signature brings about, in the order in which it happens, the fee first: what
   * a policy judges.
   *
   * @throws TransactionException where the wallet does not sign, others must too, or an effect
   *     cannot be described fully
   */
  List<Effect> effects(WalletContext wallet) throws TransactionException;

  /**
   * What a person confirms: the same bytes, reference data and wallet give the same rendering
   * everywhere.
   *
   * @throws TransactionException where the wallet does not sign, or others must too
   */
  Rendering render(WalletContext wallet) throws TransactionException;

  /**
   * The same for a wallet of which the address is known, and not the ledger.
   *
   * @param address that is asked to sign
   * @throws TransactionException where the wallet does not sign, or others must too
   */
  default Rendering render(String address) throws TransactionException {
    return render(WalletContext.of(Chain.unstated(network()), address));
  }

  /**
   * The bytes to sign with the wallet's key, one entry for each signature in order (Solana: one
   * entry, the message itself). Only what {@link #effects} describes and {@link #render} shows can
   * be signed.
   *
   * @throws TransactionException where {@link #effects} or {@link #render} throws it
   */
  List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException;

  /**
   * The same for a wallet of which the address is known, and not the ledger.
   *
   * @param address that is asked to sign
   * @throws TransactionException where {@link #render} throws it
   */
  default List<byte[]> bytesToSign(String address) throws TransactionException {
    return bytesToSign(WalletContext.of(Chain.unstated(network()), address));
  }

  /**
   * The bytes to send to the network.
   *
   * @param wallet that signed
   * @param signatures one for each entry of {@link #bytesToSign}, in its order
   * @throws TransactionException where their number or length is another, or one does not verify as
   *     the wallet's
   */
  byte[] assemble(WalletContext wallet, List<byte[]> signatures) throws TransactionException;

  /**
   * The same for a wallet of which the address is known, and not the ledger.
   *
   * @param address that signed
   * @throws TransactionException where their number or length is another, or one does not verify as
   *     the wallet's
   */
  default byte[] assemble(String address, List<byte[]> signatures) throws TransactionException {
    return assemble(WalletContext.of(Chain.unstated(network()), address), signatures);
  }
}
