package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction as one wallet sees it: every input is its own, and of every output it is known
 * whether it is.
 *
 * @param format of addresses
 * @param inputs one for each input
 * @param outputs one for each output; empty for outputs of others
 */
record BitcoinView(
    WalletContext wallet,
    AddressFormat format,
    List<OwnKeys.Own> inputs,
    List<Optional<OwnKeys.Own>> outputs) {
  /** Copies the lists. */
  BitcoinView {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static BitcoinView of(
      WalletContext wallet,
      RawTransaction unsigned,
      List<SpentOutput> spent,
      List<List<KeyOrigin>> origins)
      throws TransactionException {
    AddressFormat format = format(wallet);
    OutputScript.parse(wallet.address(), format);
    OwnKeys keys = new OwnKeys(wallet, format);
    List<OwnKeys.Own> inputs = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      Optional<OwnKeys.Own> own = keys.input("input " + (i + 1), spent.get(i));
      if (own.isPresent()) {
        inputs.add(own.get());
      } else {
        others.add(spent.get(i).output().script().address(format).orElseThrow());
      }
    }
    if (!others.isEmpty()) {
      throw new TransactionException(
          inputs.isEmpty() ? Reason.WALLET_NOT_SIGNER : Reason.OTHER_SIGNERS,
          "inputs",
          "the wallet's alone",
          others.size() + " of " + spent.size() + " of others, such as " + others.getFirst(),
          TransactionException.NO_OFFSET);
    }
    ChangePaths paths = ChangePaths.of(inputs);
    List<Optional<OwnKeys.Own>> outputs = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      RawTransaction.Output output = unsigned.outputs().get(i);
      outputs.add(
          keys.output("output " + (i + 1), output, origins.get(i), paths)
              .filter(own -> own.path().isEmpty() || isSpentAlike(output, spent)));
    }
    return new BitcoinView(wallet, format, inputs, outputs);
  }

  /**
   * Whether an input shows that the wallet's key makes the signatures that spend the output: a key
   * for ECDSA alone never gets back what a Taproot output of it holds, nor the other way round.
   */
  private static boolean isSpentAlike(RawTransaction.Output output, List<SpentOutput> spent) {
    boolean taproot = output.script().kind() == OutputScript.Kind.P2TR;
    return spent.stream().anyMatch(each -> each.kind().isTaproot() == taproot);
  }

  private static AddressFormat format(WalletContext wallet) throws TransactionException {
    Chain chain = wallet.chain();
    Optional<AddressFormat> format =
        chain.equals(Chain.unstated(Network.BITCOIN))
            ? OutputScript.format(wallet.address())
            : AddressFormat.of(chain);
    return format.orElseThrow(() ->
        new TransactionException(
            Reason.OTHER_NETWORK,
            "chain of the wallet",
            "one of Bitcoin, with an address",
            chain.toString(),
            TransactionException.NO_OFFSET));
  }

  /** The address of an output; empty for data. */
  Optional<String> address(RawTransaction.Output output) {
    return output.script().address(format);
  }
}
