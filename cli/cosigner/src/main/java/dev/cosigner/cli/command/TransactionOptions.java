package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.transaction.ByteForm;
import dev.cosigner.cli.transaction.TransactionInput;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.WalletContext;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a transaction is to be read, and for whom. */
final class TransactionOptions {
  @Option(names = "--network", paramLabel = "NAME", description = "Whose rules decode it: solana.")
  private String network;

  @Option(
      names = "--chain",
      paramLabel = "CAIP-2",
      description =
          "The ledger that is meant where the bytes do not state it, such as"
              + " solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp.")
  private String chain;

  @Option(
      names = "--wallet",
      paramLabel = "ADDRESS",
      description = "The address that is to sign (default: the transaction's only signer).")
  private String wallet;

  @Option(
      names = "--own",
      paramLabel = "ADDRESS",
      description = "Another address of the wallet, such as one for change; may be repeated.")
  private List<String> own = List.of();

  @Option(
      names = "--from",
      paramLabel = "FORM",
      description = "The form of the file: ${COMPLETION-CANDIDATES} (default: the one that fits).")
  private ByteForm form;

  /** Reads a file, or standard input for {@code -}. */
  TransactionInput read(String file) throws CosignerException, IOException {
    byte[] content = TransactionInput.read(file, "transaction");
    return new TransactionInput(
        TransactionInput.network(network == null ? "solana" : network),
        ByteString.copyOf(
            ByteForm.read(
                file.equals("-") ? "standard input" : file, content, Optional.ofNullable(form))));
  }

  /** The wallet that is asked to sign. */
  WalletContext wallet(DecodedTransaction transaction) throws CosignerException {
    Set<String> others = new HashSet<>();
    own.forEach(address -> others.add(canonical(address)));
    return TransactionInput.wallet(
        transaction,
        Optional.ofNullable(chain),
        Optional.ofNullable(wallet).map(TransactionOptions::canonical),
        others);
  }

  private static String canonical(String address) {
    return address.startsWith("0x") ? address.toLowerCase(Locale.ROOT) : address;
  }
}
