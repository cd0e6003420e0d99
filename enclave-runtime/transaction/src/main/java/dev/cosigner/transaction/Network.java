package dev.cosigner.transaction;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network whose transactions are understood, by the name that requests carry. */
public enum Network {
  /** Bitcoin, any of its networks: a PSBT does not say which. */
  BITCOIN("bitcoin", Chain.BIP122),
  /** Ethereum and the networks like it: a transaction states its chain id. */
  ETHEREUM("ethereum", Chain.EIP155),
  /** Solana, any cluster: a message does not say which, its recent blockhash does. */
  SOLANA("solana", Chain.SOLANA);

  private final String id;
  private final String namespace;

  Network(String id, String namespace) {
    this.id = id;
    this.namespace = namespace;
  }

  /** The name in requests and renderings, such as {@code solana}. */
  public String id() {
    return id;
  }

  /** The namespace of its {@link Chain}s. */
  public String namespace() {
    return namespace;
  }

  /**
   * The network of this name, compared exactly.
   *
   * @throws TransactionException {@link TransactionException.Reason#UNKNOWN_NETWORK}
   */
  public static Network of(String id) throws TransactionException {
    for (Network network : values()) {
      if (network.id.equals(id)) {
        return network;
      }
    }
    throw new TransactionException(
        TransactionException.Reason.UNKNOWN_NETWORK,
        "network",
        Stream.of(values()).map(Network::id).collect(Collectors.joining(" or ")),
        VisibleText.quote(id),
        TransactionException.NO_OFFSET);
  }
}
