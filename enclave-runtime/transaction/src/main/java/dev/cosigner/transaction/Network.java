package dev.cosigner.transaction;

/** A network whose transactions are understood, by the name that requests carry. */
public enum Network {
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
        "solana",
        VisibleText.quote(id),
        TransactionException.NO_OFFSET);
  }
}
