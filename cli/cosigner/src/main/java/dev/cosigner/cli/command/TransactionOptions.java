package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.TransactionRefusal;
import dev.cosigner.cli.transaction.AddressText;
import dev.cosigner.cli.transaction.ByteForm;
import dev.cosigner.cli.transaction.SigningForm;
import dev.cosigner.cli.transaction.TransactionInput;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.bitcoin.ExtendedPublicKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a transaction is to be read, and for whom. */
final class TransactionOptions {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Whose rules decode it, such as solana or ethereum (default: those of --chain, or"
              + " solana).")
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
      names = "--xpub",
      paramLabel = "XPUB",
      description =
          "The wallet's extended public key (Bitcoin, BIP-32): what it derives is the wallet's.")
  private String xpub;

  @Option(
      names = "--from",
      converter = ByteFormName.class,
      completionCandidates = ByteFormName.class,
      paramLabel = "FORM",
      description = "The form of the file: ${COMPLETION-CANDIDATES} (default: the one that fits).")
  private ByteForm form;

  @Option(
      names = "--form",
      converter = SigningFormName.class,
      completionCandidates = SigningFormName.class,
      paramLabel = "WHAT",
      description =
          "What is to be signed: ${COMPLETION-CANDIDATES} (default: transaction). Messages and typed"
              + " data are read as they are, unless --from tells a form.")
  private SigningForm what = SigningForm.TRANSACTION;

  /** Reads a file, or standard input for {@code -}. */
  TransactionInput read(String file) throws CosignerException, IOException {
    byte[] content = TransactionInput.read(file, "transaction");
    byte[] bytes =
        what.isText() && form == null
            ? content
            : ByteForm.read(
                file.equals("-") ? "standard input" : file, content, Optional.ofNullable(form));
    return new TransactionInput(network(), what, ByteString.copyOf(bytes));
  }

  /** The one that is named, or that of the chain, or Solana. */
  private Network network() throws CosignerException {
    if (network != null || chain == null) {
      return TransactionInput.network(network == null ? Network.SOLANA.id() : network);
    }
    String namespace = TransactionInput.chain(chain).namespace();
    for (Network candidate : Network.values()) {
      if (candidate.namespace().equals(namespace)) {
        return candidate;
      }
    }
    throw CosignerException.of(
            "chain-not-understood", ExitCode.BAD_INPUT, "no network has chains like this one")
        .expected(
            "a chain of "
                + String.join(
                    ", ", Arrays.stream(Network.values()).map(Network::namespace).toList()))
        .found(chain)
        .build();
  }

  /** The wallet that is asked to sign. */
  WalletContext wallet(DecodedTransaction transaction) throws CosignerException {
    Set<String> others = new HashSet<>();
    for (String address : own) {
      others.add(canonical(address));
    }
    return TransactionInput.wallet(
        transaction,
        Optional.ofNullable(chain),
        wallet == null ? Optional.empty() : Optional.of(canonical(wallet)),
        others,
        extendedKey());
  }

  private Optional<ExtendedPublicKey> extendedKey() throws CosignerException {
    try {
      return xpub == null ? Optional.empty() : Optional.of(ExtendedPublicKey.parse(xpub));
    } catch (TransactionException e) {
      throw TransactionRefusal.of(e);
    }
  }

  private static String canonical(String address) throws CosignerException {
    try {
      return AddressText.canonical(address);
    } catch (IllegalArgumentException e) {
      throw CosignerException.of(
              "address-malformed", ExitCode.BAD_INPUT, "an address has a wrong checksum")
          .expected("an address as its owner gave it")
          .found(e.getMessage())
          .hint("compare it with its source, character by character")
          .cause(e)
          .build();
    }
  }
}
