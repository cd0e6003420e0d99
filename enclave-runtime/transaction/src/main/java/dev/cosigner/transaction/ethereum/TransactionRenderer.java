package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import java.math.BigInteger;
import java.util.Optional;

/** Makes the {@link Rendering} of one transaction; used once. */
final class TransactionRenderer {
  private static final int GWEI_DECIMALS = 9;
  private static final Chain MAINNET = new Chain(Chain.EIP155, "1");

  private final UnsignedTransaction transaction;
  private final EthereumSigner signer;
  private final TokenEffects tokens;
  private final RenderingBuilder out;

  TransactionRenderer(
      UnsignedTransaction transaction,
      EthereumSigner signer,
      TokenEffects tokens,
      RenderingBuilder out) {
    this.transaction = transaction;
    this.signer = signer;
    this.tokens = tokens;
    this.out = out;
  }

  Rendering render(Optional<Call> call) throws TransactionException {
    chain();
    out.line("Nonce", transaction.nonce().toString(), "");
    fee();
    blobs();
    accessList();
    for (int i = 0; i < transaction.authorizations().size(); i++) {
      Authorization authorization = transaction.authorizations().get(i);
      DelegationLines.add(
          out, "Authorization " + (i + 1), authorization.delegation(), authorization.authority());
    }
    if (call.isPresent()) {
      new CallLines(out, tokens).add("1.", call.get(), signer.address(), 0);
    } else {
      creation();
    }
    return out.build(
        transaction.type().title() + ": " + call.map(CallLines::title).orElse("Create a contract"),
        Network.ETHEREUM.id(),
        signer.address());
  }

  private void chain() throws TransactionException {
    out.line("Chain", tokens.chain().toString(), "");
    if (transaction.chainId().isEmpty()) {
      out.warn(
          "The signature names no chain (before EIP-155): anyone can send the same transaction on"
              + " every other chain.");
    }
  }

  private void fee() throws TransactionException {
    out.amount("Network fee, at most", Asset.nativeOf(tokens.chain()), transaction.maximumFee());
    out.line("Gas limit", transaction.gasLimit().toString(), "units");
    out.line("Gas price, at most", gwei(transaction.gasPrice().maximum()), "gwei");
    if (transaction.type().hasFeeMarket()) {
      out.line("Priority fee, at most", gwei(transaction.gasPrice().priority()), "gwei");
    }
    if (!tokens.chain().equals(MAINNET)) {
      out.warn(
          "Chains built on another one may take a further fee for data, which a transaction does"
              + " not bound.");
    }
  }

  private void blobs() throws TransactionException {
    Blobs blobs = transaction.blobs();
    if (blobs.hashes().isEmpty()) {
      return;
    }
    out.line("Blob gas price, at most", gwei(blobs.maxFeePerGas()), "gwei");
    for (int i = 0; i < blobs.hashes().size(); i++) {
      out.line("Blob " + (i + 1), "0x" + blobs.hashes().get(i), "hash");
    }
  }

  private void accessList() throws TransactionException {
    for (AccessListEntry entry : transaction.accessList()) {
      out.line("Access list", entry.address());
      for (String key : entry.storageKeys()) {
        out.line("Access list, slot", "0x" + key, "");
      }
    }
  }

  private void creation() throws TransactionException {
    byte[] code = transaction.data();
    EthereumAddress created = TransactionEffects.created(signer.address(), transaction.nonce());
    out.line("1.", "Create a contract", "");
    out.line("1. address", created);
    out.amount("1. amount", Asset.nativeOf(tokens.chain()), transaction.value());
    out.line("1. code", Sha256.hex(code), "is SHA-256 of " + code.length + " bytes");
    out.warn("A contract is created from code that nothing here judges.");
  }

  private static String gwei(BigInteger wei) {
    return FixedPoint.text(wei, GWEI_DECIMALS);
  }
}
