package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * An Ethereum transaction of which every byte was understood, without a signature: what is hashed
 * and signed, and what its call does.
 */
public final class EthereumTransaction implements DecodedTransaction {
  private final UnsignedTransaction transaction;
  private final ReferenceData references;

  private EthereumTransaction(UnsignedTransaction transaction, ReferenceData references) {
    this.transaction = transaction;
    this.references = references;
  }

  /**
   * Decodes what is hashed and signed: the fields in RLP, after the type's byte where there is one.
   *
   * @param references what the wallet's policy says of tokens and contracts
   * @throws TransactionException for everything that is not fully understood
   */
  public static EthereumTransaction parse(byte[] bytes, ReferenceData references)
      throws TransactionException {
    EthereumTransaction parsed =
        new EthereumTransaction(UnsignedTransaction.decode(bytes), references);
    Optional<BigInteger> chainId = parsed.transaction.chainId();
    if (chainId.isPresent()) {
      // Refuses calls that are not understood at once; without a chain the caller says it later.
      parsed.call(new Chain(Chain.EIP155, chainId.get().toString()));
    }
    return parsed;
  }

  /** The fields. */
  public UnsignedTransaction fields() {
    return transaction;
  }

  @Override
  public Network network() {
    return Network.ETHEREUM;
  }

  @Override
  public byte[] encoded() {
    return transaction.encode();
  }

  @Override
  public List<String> requiredSigners() {
    return List.of();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    Chain chain = signer.chain(transaction.chainId());
    return new TransactionEffects(transaction, signer, tokens(signer, chain)).of(call(chain));
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    Chain chain = signer.chain(transaction.chainId());
    return new TransactionRenderer(
            transaction, signer, tokens(signer, chain), new RenderingBuilder(references.assets()))
        .render(call(chain));
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    // What cannot be shown cannot be signed.
    render(wallet);
    return List.of(transaction.signingHash());
  }

  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    return transaction.encodeSigned(signer.signature(transaction.signingHash(), signatures));
  }

  private TokenEffects tokens(EthereumSigner signer, Chain chain) {
    return new TokenEffects(chain, signer.wallet(), references.assets());
  }

  /** The call; empty where a contract is created. */
  private Optional<Call> call(Chain chain) throws TransactionException {
    if (transaction.to().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CallDecoder(chain, references)
            .decode(transaction.to().get(), transaction.value(), transaction.data()));
  }
}
