package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A Solana transaction of which every byte was understood: a message and what its instructions do,
 * with or without signatures. Bytes do not say whether they are a message or a whole transaction:
 * the caller says it by the method that reads them.
 */
public final class SolanaTransaction implements DecodedTransaction {
  /** Most bytes of a transaction, signatures included (a packet of the network). */
  public static final int MAX_BYTES = 1232;

  /** Bytes of a signature (RFC 8032). */
  public static final int SIGNATURE_BYTES = 64;

  private final byte[] encoded;
  private final SolanaMessage message;
  private final List<SolanaInstruction> instructions;
  private final List<byte[]> signatures;
  private final ReferenceData references;

  private SolanaTransaction(
      byte[] encoded, SolanaMessage message, List<byte[]> signatures, ReferenceData references)
      throws TransactionException {
    this.encoded = encoded.clone();
    this.message = message;
    this.instructions = InstructionDecoder.decode(message);
    this.signatures = signatures;
    this.references = references;
  }

  /**
   * Decodes a message: the bytes that are signed, without signatures.
   *
   * @throws TransactionException for everything that is not fully understood
   */
  public static SolanaTransaction parseMessage(byte[] bytes) throws TransactionException {
    return parseMessage(bytes, ReferenceData.NONE);
  }

  /**
   * Decodes a message: the bytes that are signed, without signatures.
   *
   * @param references what the wallet's policy says of that to which the bytes refer
   * @throws TransactionException for everything that is not fully understood
   */
  public static SolanaTransaction parseMessage(byte[] bytes, ReferenceData references)
      throws TransactionException {
    refuseTooLarge("message", bytes.length);
    SolanaMessage message = SolanaMessage.read(new ByteReader(bytes, 0), references);
    refuseTooLarge(
        "message with its signatures",
        1 + SIGNATURE_BYTES * message.signers().size() + bytes.length);
    return new SolanaTransaction(bytes, message, List.of(), references);
  }

  /**
   * Decodes a whole transaction, as wallets and nodes exchange it: signatures, then the message.
   * The signatures may still be missing, as 64 zeros each; none is verified here.
   *
   * @throws TransactionException for everything that is not fully understood
   */
  public static SolanaTransaction parseTransaction(byte[] bytes) throws TransactionException {
    refuseTooLarge("transaction", bytes.length);
    ByteReader reader = new ByteReader(bytes, 0);
    int count = reader.compactU16("number of signatures");
    List<byte[]> signatures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signatures.add(reader.bytes("signature " + (i + 1), SIGNATURE_BYTES));
    }
    SolanaMessage message = SolanaMessage.read(reader, ReferenceData.NONE);
    refuseCount(message.signers().size(), count);
    return new SolanaTransaction(bytes, message, List.copyOf(signatures), ReferenceData.NONE);
  }

  /**
   * The transaction to broadcast: {@code message} signed by the one account that must sign it.
   *
   * @param signature 64 bytes (RFC 8032)
   * @throws TransactionException where the message is refused, others must sign too, or the
   *     signature does not verify
   */
  public static byte[] assemble(byte[] message, byte[] signature) throws TransactionException {
    return parseMessage(message).assemble(List.of(signature));
  }

  @Override
  public Network network() {
    return Network.SOLANA;
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  /** The structure: version, accounts, blockhash. */
  public SolanaMessage message() {
    return message;
  }

  /** What it does, in order. */
  public List<SolanaInstruction> instructions() {
    return instructions;
  }

  /** Copies of the signatures, 64 bytes each, in the order of the signers; none for a message. */
  public List<byte[]> signatures() {
    return signatures.stream().map(byte[]::clone).toList();
  }

  @Override
  public List<String> requiredSigners() {
    return message.signers().stream().map(SolanaAddress::toString).toList();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    onlySigner(wallet);
    return new SolanaEffects(wallet).of(message, instructions);
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    SolanaAddress signer = onlySigner(wallet);
    return new SolanaRenderer(message, instructions, signer, wallet.chain(), references.assets())
        .render();
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    // What cannot be judged or shown cannot be signed.
    effects(wallet);
    render(wallet);
    return List.of(message.encode());
  }

  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> given) throws TransactionException {
    effects(wallet);
    return assemble(given);
  }

  /**
   * The transaction to broadcast, signed by the one account that must sign it.
   *
   * @param given one signature of 64 bytes (RFC 8032)
   * @throws TransactionException where others must sign too, or the signature does not verify
   */
  public byte[] assemble(List<byte[]> given) throws TransactionException {
    refuseOthers(message.feePayer());
    refuseCount(1, given.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream(MAX_BYTES);
    SolanaMessage.writeCompactU16(out, 1);
    SolanaSignature.verify(message.feePayer(), message.encode(), given.getFirst(), 1);
    out.writeBytes(given.getFirst());
    out.writeBytes(message.encode());
    return out.toByteArray();
  }

  /**
   * Verifies each signature by its signer.
   *
   * @throws TransactionException where one is missing or does not verify
   */
  public void verifySignatures() throws TransactionException {
    refuseCount(message.signers().size(), signatures.size());
    byte[] signed = message.encode();
    for (int i = 0; i < signatures.size(); i++) {
      SolanaSignature.verify(message.signers().get(i), signed, signatures.get(i), i + 1);
    }
  }

  private SolanaAddress onlySigner(WalletContext wallet) throws TransactionException {
    if (!wallet.chain().namespace().equals(Network.SOLANA.namespace())) {
      throw new TransactionException(
          Reason.OTHER_NETWORK,
          "chain of the wallet",
          "one of Solana",
          wallet.chain().toString(),
          TransactionException.NO_OFFSET);
    }
    SolanaAddress address = SolanaAddress.parse(wallet.address());
    if (!message.signers().contains(address)) {
      throw new TransactionException(
          Reason.WALLET_NOT_SIGNER,
          "signers",
          "the wallet " + address + " among them",
          String.join(", ", requiredSigners()),
          TransactionException.NO_OFFSET);
    }
    refuseOthers(address);
    return address;
  }

  private void refuseOthers(SolanaAddress wallet) throws TransactionException {
    if (message.signers().size() != 1) {
      throw new TransactionException(
          Reason.OTHER_SIGNERS,
          "signers",
          "the wallet " + wallet + " alone",
          String.join(", ", requiredSigners()),
          TransactionException.NO_OFFSET);
    }
  }

  private static void refuseCount(int signers, int signatures) throws TransactionException {
    if (signatures != signers) {
      throw new TransactionException(
          Reason.SIGNATURE_COUNT,
          "signatures",
          signers + ", one of each required signer",
          String.valueOf(signatures),
          TransactionException.NO_OFFSET);
    }
  }

  private static void refuseTooLarge(String what, int length) throws TransactionException {
    if (length > MAX_BYTES) {
      throw new TransactionException(
          Reason.TOO_LARGE,
          what,
          "at most " + MAX_BYTES + " bytes",
          length + " bytes",
          TransactionException.NO_OFFSET);
    }
  }
}
