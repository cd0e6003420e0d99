package dev.cosigner.cli.transaction;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ceremony.TransactionRefusal;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.bitcoin.ExtendedPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator wants read: bytes of a network.
 *
 * @param network whose rules decode it
 * @param form what the bytes are
 * @param bytes as they are signed
 */
public record TransactionInput(Network network, SigningForm form, ByteString bytes) {
  /** Largest file, in bytes: four characters of base64 for three bytes of a megabyte. */
  public static final int MAX_BYTES = 3 * 1024 * 1024;

  private static final String STANDARD_INPUT = "-";

  /**
   * Reads a file, or standard input for {@code -}.
   *
   * @param what it should hold, for errors
   * @throws CosignerException {@code file-too-large} or {@code not-a-file}
   */
  public static byte[] read(String file, String what) throws CosignerException, IOException {
    if (!file.equals(STANDARD_INPUT)) {
      return BoundedFile.read(Path.of(file), MAX_BYTES, what);
    }
    byte[] content = System.in.readNBytes(MAX_BYTES + 1);
    if (content.length > MAX_BYTES) {
      throw CosignerException.of(
              "file-too-large", ExitCode.BAD_INPUT, "standard input is too large for a " + what)
          .expected("at most " + MAX_BYTES + " bytes")
          .found("more")
          .hint("check what writes it")
          .build();
    }
    return content;
  }

  /**
   * The network of this name.
   *
   * @throws CosignerException {@code transaction-unknown-network}
   */
  public static Network network(String name) throws CosignerException {
    try {
      return Network.of(name);
    } catch (TransactionException e) {
      throw TransactionRefusal.of(e);
    }
  }

  /**
   * Decodes the bytes.
   *
   * @throws TransactionException for everything that is not fully understood
   */
  public DecodedTransaction decode(ReferenceData references) throws TransactionException {
    byte[] given = bytes.toByteArray();
    return switch (form) {
      case TRANSACTION -> TransactionDecoder.decode(network, given, references);
      case MESSAGE -> TransactionDecoder.decodeMessage(network, given, references);
      case TYPED_DATA -> TransactionDecoder.decodeTypedData(network, given, references);
      case DIGEST -> TransactionDecoder.decodeDigest(network, given, references);
    };
  }

  /**
   * The wallet that is asked to sign: of the address given, or the one that must sign.
   *
   * @param chain as CAIP-2 writes it; absent where it is not stated
   * @param address absent for the transaction's only signer
   * @throws CosignerException {@code chain-malformed} or {@code wallet-missing}
   */
  public static WalletContext wallet(
      DecodedTransaction transaction,
      Optional<String> chain,
      Optional<String> address,
      Set<String> own,
      Optional<ExtendedPublicKey> key)
      throws CosignerException {
    Chain meant = chain.isPresent() ? chain(chain.get()) : Chain.unstated(transaction.network());
    if (address.isEmpty() && transaction.requiredSigners().size() != 1) {
      throw CosignerException.of(
              "wallet-missing", ExitCode.USAGE, "the bytes do not say which wallet is to sign")
          .expected("the wallet's address")
          .found(transaction.requiredSigners().size() + " signers")
          .hint("name it with --wallet")
          .build();
    }
    String wallet = address.orElseGet(() -> transaction.requiredSigners().getFirst());
    return new WalletContext(meant, wallet, own, key);
  }

  /**
   * A chain by its identifier of CAIP-2.
   *
   * @throws CosignerException {@code chain-malformed}
   */
  public static Chain chain(String id) throws CosignerException {
    try {
      return Chain.parse(id);
    } catch (IllegalArgumentException e) {
      throw CosignerException.of(
              "chain-malformed", ExitCode.BAD_INPUT, "no chain has this identifier")
          .expected("an identifier of CAIP-2, such as eip155:1")
          .found(id)
          .cause(e)
          .build();
    }
  }
}
