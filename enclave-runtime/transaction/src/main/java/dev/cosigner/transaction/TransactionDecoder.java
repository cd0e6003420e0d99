package dev.cosigner.transaction;

import dev.cosigner.transaction.bitcoin.BitcoinTransaction;
import dev.cosigner.transaction.ethereum.EthereumTransaction;
import dev.cosigner.transaction.solana.SolanaTransaction;

/** The entry: bytes of a named network to a {@link DecodedTransaction}. */
public final class TransactionDecoder {
  private TransactionDecoder() {}

  /**
   * Decodes the form that is signed (Bitcoin: a PSBT; Solana: the message; Ethereum: what is
   * hashed).
   *
   * @param network by the name that the request carries
   * @throws TransactionException for everything that is not fully understood
   */
  public static DecodedTransaction decode(String network, byte[] bytes)
      throws TransactionException {
    return decode(Network.of(network), bytes);
  }

  /**
   * Decodes the form that is signed, without reference data.
   *
   * @throws TransactionException for everything that is not fully understood
   */
  public static DecodedTransaction decode(Network network, byte[] bytes)
      throws TransactionException {
    return decode(network, bytes, ReferenceData.NONE);
  }

  /**
   * Decodes the form that is signed (Bitcoin: a PSBT; Solana: the message; Ethereum: what is
   * hashed).
   *
   * @param references what the wallet's policy says of that to which the bytes refer
   * @throws TransactionException for everything that is not fully understood
   */
  public static DecodedTransaction decode(Network network, byte[] bytes, ReferenceData references)
      throws TransactionException {
    return switch (network) {
      case BITCOIN -> BitcoinTransaction.parse(bytes, references);
      case ETHEREUM -> EthereumTransaction.parse(bytes, references);
      case SOLANA -> SolanaTransaction.parseMessage(bytes, references);
    };
  }
}
