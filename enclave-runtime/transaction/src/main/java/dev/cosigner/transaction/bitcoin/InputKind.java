package dev.cosigner.transaction.bitcoin;

/** The forms of output that are understood well enough to spend them. */
public enum InputKind {
  /** By a public key's hash, before segregated witness. */
  P2PKH("P2PKH"),
  /** By a public key's hash in a witness program within a script's hash (BIP-141). */
  P2SH_P2WPKH("P2SH-P2WPKH"),
  /** By a public key's hash in a witness program (BIP-141). */
  P2WPKH("P2WPKH"),
  /** By a Taproot key alone (BIP-341, key path; BIP-86). */
  P2TR("P2TR");

  private final String title;

  InputKind(String title) {
    this.title = title;
  }

  /** The name that Bitcoin's documentation uses. */
  public String title() {
    return title;
  }

  /** Whether BIP-340 signs it; otherwise ECDSA. */
  public boolean isTaproot() {
    return this == P2TR;
  }
}
