package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.util.HexFormat;
import java.util.List;

/** 32 bytes to sign as they are: they may be the hash of any transaction at all. */
public final class EthereumDigest implements DecodedTransaction {
  private final byte[] digest;

  private EthereumDigest(byte[] digest) {
    this.digest = digest.clone();
  }

  /**
   * Takes a digest.
   *
   * @throws TransactionException where it has not 32 bytes
   */
  public static EthereumDigest parse(byte[] digest) throws TransactionException {
    if (digest.length != Keccak256.BYTES) {
      throw new TransactionException(
          Reason.FIELD_LENGTH,
          "digest",
          Keccak256.BYTES + " bytes",
          digest.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    return new EthereumDigest(digest);
  }

  @Override
  public Network network() {
    return Network.ETHEREUM;
  }

  @Override
  public byte[] encoded() {
    return digest.clone();
  }

  @Override
  public List<String> requiredSigners() {
    return List.of();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    Chain chain = EthereumSigner.of(wallet).wallet().chain();
    return List.of(new Effect.RawDigest(chain, HexFormat.of().formatHex(digest)));
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    RenderingBuilder out = new RenderingBuilder(AssetList.EMPTY);
    out.line("Digest", "0x" + HexFormat.of().formatHex(digest), "");
    out.warn(
        "Nobody can tell what a digest stands for: it may be a transaction that takes everything,"
            + " on any chain.");
    return out.build("Ethereum digest, unknown content", Network.ETHEREUM.id(), signer.address());
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    EthereumSigner.of(wallet);
    return List.of(digest.clone());
  }

  /** r, s and v (27 or 28), 65 bytes. */
  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    return EthereumSigner.of(wallet).signature(digest, signatures).encodeWithV();
  }
}
