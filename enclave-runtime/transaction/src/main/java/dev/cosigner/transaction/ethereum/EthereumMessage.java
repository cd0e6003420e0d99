package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A message for people or programs, signed behind a prefix that keeps it apart from transactions
 * (EIP-191, version 0x45). The bytes are the message alone; the prefix is put before it here.
 */
public final class EthereumMessage implements DecodedTransaction {
  /** Most bytes of a message: 4 KiB. */
  public static final int MAX_BYTES = 4 * 1024;

  private static final String PREFIX = "\u0019Ethereum Signed Message:\n";
  private static final int HASH_BYTES = 32;

  private final byte[] message;
  private final ReferenceData references;

  private EthereumMessage(byte[] message, ReferenceData references) {
    this.message = message.clone();
    this.references = references;
  }

  /**
   * Takes a message, which may be any bytes.
   *
   * @throws TransactionException where it is empty or too long
   */
  public static EthereumMessage parse(byte[] message, ReferenceData references)
      throws TransactionException {
    if (message.length == 0 || message.length > MAX_BYTES) {
      throw new TransactionException(
          message.length == 0 ? Reason.TRUNCATED : Reason.TOO_LARGE,
          "message",
          "1 to " + MAX_BYTES + " bytes",
          message.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    return new EthereumMessage(message, references);
  }

  private byte[] hash() {
    byte[] prefix = (PREFIX + message.length).getBytes(StandardCharsets.US_ASCII);
    return Keccak256.hash(prefix, message);
  }

  @Override
  public Network network() {
    return Network.ETHEREUM;
  }

  @Override
  public byte[] encoded() {
    return message.clone();
  }

  @Override
  public List<String> requiredSigners() {
    return List.of();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    Chain chain = EthereumSigner.of(wallet).wallet().chain();
    return List.of(new Effect.Message(chain, Sha256.hex(message)));
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    RenderingBuilder out = new RenderingBuilder(references.assets());
    ValueLines values = new ValueLines(out);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
      int number = 1;
      for (String line : text.split("\n", -1)) {
        values.text("Line " + number, line);
        number++;
      }
    } catch (CharacterCodingException e) {
      out.line("Bytes", "0x" + HexFormat.of().formatHex(message), "");
      out.warn("The message is not text: nobody can tell what its bytes mean.");
    }
    out.line("Length", String.valueOf(message.length), "bytes");
    if (message.length == HASH_BYTES) {
      out.warn("The message has 32 bytes: it may be the hash of something that is not shown.");
    }
    return out.build("Ethereum message (EIP-191)", Network.ETHEREUM.id(), signer.address());
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    // What cannot be shown cannot be signed.
    render(wallet);
    return List.of(hash());
  }

  /** r, s and v (27 or 28), 65 bytes: what applications take. */
  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    return EthereumSigner.of(wallet).signature(hash(), signatures).encodeWithV();
  }
}
