package dev.cosigner.transaction;

import dev.cosigner.transaction.bitcoin.BitcoinTransaction;
import dev.cosigner.transaction.ethereum.EthereumAuthorization;
import dev.cosigner.transaction.ethereum.EthereumDigest;
import dev.cosigner.transaction.ethereum.EthereumMessage;
import dev.cosigner.transaction.ethereum.EthereumTransaction;
import dev.cosigner.transaction.ethereum.EthereumTypedData;
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
      case ETHEREUM ->
          EthereumAuthorization.isOne(bytes)
              ? EthereumAuthorization.parse(bytes)
              : EthereumTransaction.parse(bytes, references);
      case SOLANA -> SolanaTransaction.parseMessage(bytes, references);
    };
  }

  /**
   * Decodes a message for people or programs (Ethereum: EIP-191, without the prefix).
   *
   * @throws TransactionException also where the network has none that is understood
   */
  public static DecodedTransaction decodeMessage(
      Network network, byte[] message, ReferenceData references) throws TransactionException {
    return switch (network) {
      case ETHEREUM -> EthereumMessage.parse(message, references);
      case BITCOIN, SOLANA -> throw noSuchForm(network, "messages");
    };
  }

  /**
   * Decodes typed data (Ethereum: the JSON document of EIP-712).
   *
   * @throws TransactionException also where the network has none
   */
  public static DecodedTransaction decodeTypedData(
      Network network, byte[] document, ReferenceData references) throws TransactionException {
    return switch (network) {
      case ETHEREUM -> EthereumTypedData.parse(document, references);
      case BITCOIN, SOLANA -> throw noSuchForm(network, "typed data");
    };
  }

  /**
   * Takes a digest, of which nothing is known.
   *
   * @throws TransactionException also where the network signs none
   */
  public static DecodedTransaction decodeDigest(
      Network network, byte[] digest, ReferenceData references) throws TransactionException {
    return switch (network) {
      case ETHEREUM -> EthereumDigest.parse(digest);
      case BITCOIN, SOLANA -> throw noSuchForm(network, "digests");
    };
  }

  private static TransactionException noSuchForm(Network network, String form) {
    return new TransactionException(
        TransactionException.Reason.UNKNOWN_NETWORK,
        "network",
        "one whose " + form + " are understood",
        network.id(),
        TransactionException.NO_OFFSET);
  }
}
