package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;

/** Shows that an account runs the code of another (EIP-7702). */
final class DelegationLines {
  private DelegationLines() {}

  static void add(
      RenderingBuilder out, String label, CodeDelegation delegation, EthereumAddress authority)
      throws TransactionException {
    out.line(label + ", account", authority);
    out.line(label + ", runs code at", delegation.delegate());
    out.line(label + ", nonce", delegation.nonce().toString(), "");
    boolean everyChain = delegation.chainId().signum() == 0;
    out.line(label + ", chain", everyChain ? "every chain" : "eip155:" + delegation.chainId(), "");
    if (delegation.delegate().isZero()) {
      out.warn(label + ": the account runs no code any more.");
    } else {
      out.warn(
          label
              + ": whoever controls the code at "
              + delegation.delegate()
              + " controls everything that the account has"
              + (everyChain ? ", on every chain." : "."));
    }
  }
}
