package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What one transaction brings about. */
final class TransactionEffects {
  private final UnsignedTransaction transaction;
  private final EthereumSigner signer;
  private final TokenEffects tokens;

  TransactionEffects(UnsignedTransaction transaction, EthereumSigner signer, TokenEffects tokens) {
    this.transaction = transaction;
    this.signer = signer;
    this.tokens = tokens;
  }

  /**
   * The effects in order, the fee first.
   *
   * @param call empty where a contract is created
   */
  List<Effect> of(Optional<Call> call) throws TransactionException {
    Chain chain = tokens.chain();
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Effect.Fee(
            Asset.nativeOf(chain),
            transaction.maximumFee(),
            new Effect.Rate(transaction.gasPrice().maximum(), BigInteger.ONE, "gas")));
    if (transaction.chainId().isEmpty()) {
      effects.add(new Effect.ReplayUnprotected(chain));
    }
    if (!transaction.blobs().hashes().isEmpty()) {
      effects.add(new Effect.Blobs(chain, transaction.blobs().hashes().size()));
    }
    for (Authorization authorization : transaction.authorizations()) {
      effects.add(delegation(chain, authorization.delegation(), authorization.authority()));
    }
    if (call.isPresent()) {
      effects.addAll(new CallEffects(tokens).all(call.get(), signer.address(), 0));
    } else {
      effects.add(new Effect.ContractCreation(chain, Sha256.hex(transaction.data())));
      effects.add(
          tokens.coins(
              signer.address(),
              created(signer.address(), transaction.nonce()),
              transaction.value()));
    }
    return List.copyOf(effects);
  }

  static Effect delegation(Chain chain, CodeDelegation delegation, EthereumAddress authority) {
    BigInteger chainId = delegation.chainId();
    boolean everyChain = chainId.signum() == 0;
    return new Effect.CodeDelegation(
        everyChain ? chain : new Chain(Chain.EIP155, chainId.toString()),
        Optional.of(TokenEffects.text(authority)),
        TokenEffects.text(delegation.delegate()),
        delegation.nonce(),
        everyChain);
  }

  /** The address of the contract that a transaction creates (Yellow Paper, section 7). */
  static EthereumAddress created(EthereumAddress sender, BigInteger nonce) {
    byte[] hash =
        Keccak256.hash(
            RlpItem.list(List.of(RlpItem.of(sender.toByteArray()), RlpItem.of(nonce))).encode());
    return EthereumAddress.of(Arrays.copyOfRange(hash, 12, 32));
  }
}
