package dev.cosigner.transaction.ethereum;

/** The kinds of transactions: how their fields are written, and what they may carry. */
public enum TransactionType {
  /** Before EIP-155: the signature names no chain and is good on every one. */
  UNPROTECTED(-1, 6, "Ethereum transaction that is good on every chain (before EIP-155)"),
  /** EIP-155: the signature names the chain. */
  LEGACY(-1, 9, "Ethereum transaction (EIP-155)"),
  /** EIP-2930: an access list. */
  ACCESS_LIST(1, 8, "Ethereum transaction with an access list (EIP-2930)"),
  /** EIP-1559: a base fee that the network sets and a priority fee. */
  FEE_MARKET(2, 9, "Ethereum transaction (EIP-1559)"),
  /** EIP-4844: publishes blobs, of which it has the hashes. */
  BLOB(3, 11, "Ethereum transaction with blobs (EIP-4844)"),
  /** EIP-7702: lets accounts run the code of others. */
  SET_CODE(4, 10, "Ethereum transaction that sets accounts' code (EIP-7702)");

  private final int prefix;
  private final int fields;
  private final String title;

  TransactionType(int prefix, int fields, String title) {
    this.prefix = prefix;
    this.fields = fields;
    this.title = title;
  }

  /** The byte before the fields (EIP-2718); -1 where there is none. */
  int prefix() {
    return prefix;
  }

  /** How many fields are signed. */
  int fields() {
    return fields;
  }

  /** Whether a byte before the fields says the type. */
  boolean isTyped() {
    return prefix >= 0;
  }

  /** Whether base fee and priority fee are bounded apart. */
  boolean hasFeeMarket() {
    return prefix >= 2;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }
}
