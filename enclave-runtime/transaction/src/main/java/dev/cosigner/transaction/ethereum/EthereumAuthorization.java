package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The wallet's own agreement to run the code of another account (EIP-7702), which anyone can put
 * into a transaction: {@code 0x05 || rlp([chain id, address, nonce])}.
 */
public final class EthereumAuthorization implements DecodedTransaction {
  // Type, list, chain id, address and nonce with their lengths are fewer.
  private static final int MAX_BYTES = 64;

  private final CodeDelegation delegation;

  private EthereumAuthorization(CodeDelegation delegation) {
    this.delegation = delegation;
  }

  /** Whether the bytes are meant for an authorization, and not for a transaction. */
  public static boolean isOne(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == CodeDelegation.MAGIC;
  }

  /**
   * Decodes what is hashed and signed.
   *
   * @throws TransactionException for any other bytes
   */
  public static EthereumAuthorization parse(byte[] bytes) throws TransactionException {
    if (bytes.length > MAX_BYTES) {
      throw new TransactionException(
          TransactionException.Reason.TOO_LARGE,
          "authorization",
          "at most " + MAX_BYTES + " bytes",
          bytes.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    RlpItem item = RlpDecoder.decode(bytes, 1, 1);
    return new EthereumAuthorization(CodeDelegation.read(RlpFields.of("authorization", item, 3)));
  }

  @Override
  public Network network() {
    return Network.ETHEREUM;
  }

  @Override
  public byte[] encoded() {
    return delegation.encode();
  }

  @Override
  public List<String> requiredSigners() {
    return List.of();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    Chain chain = chain(signer);
    Effect effect = TransactionEffects.delegation(chain, delegation, signer.address());
    return delegation.chainId().signum() > 0
        ? List.of(effect)
        : List.of(new Effect.ReplayUnprotected(chain), effect);
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    RenderingBuilder out = new RenderingBuilder(AssetList.EMPTY);
    DelegationLines.add(out, "Authorization", delegation, signer.address());
    return out.build(
        "Ethereum authorization to run another's code (EIP-7702)",
        Network.ETHEREUM.id(),
        signer.address());
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    EthereumSigner.of(wallet);
    return List.of(delegation.signingHash());
  }

  /** The authorization as transactions carry it, in RLP. */
  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    EthereumSignature signature = signer.signature(delegation.signingHash(), signatures);
    return new Authorization(
            delegation, signature.odd(), signature.r(), signature.s(), signer.address())
        .toRlp()
        .encode();
  }

  private Chain chain(EthereumSigner signer) {
    Optional<BigInteger> named =
        Optional.of(delegation.chainId()).filter(chainId -> chainId.signum() > 0);
    return signer.chain(named);
  }
}
