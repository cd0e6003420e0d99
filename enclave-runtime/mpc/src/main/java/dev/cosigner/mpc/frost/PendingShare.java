package dev.cosigner.mpc.frost;

/**
 * A new share of a refresh, which signs nothing until {@link RefreshCommit} gives it out. Its owner
 * stores it beside the old share before it begins the commit. Until that ends, closing this leaves
 * everything as it was.
 */
public final class PendingShare implements AutoCloseable {
  private final KeyShare keyShare;

  /** Takes the share over. */
  PendingShare(KeyShare keyShare) {
    this.keyShare = keyShare;
  }

  public PublicKeyPackage publicKeys() {
    return keyShare.publicKeys();
  }

  KeyShare keyShare() {
    return keyShare;
  }

  /** Gives the refresh up: wipes the new share. */
  @Override
  public void close() {
    keyShare.close();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "PendingShare[" + keyShare + "]";
  }
}
