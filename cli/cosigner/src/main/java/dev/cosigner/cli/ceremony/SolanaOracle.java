package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import software.sava.core.accounts.PublicKey;
import software.sava.core.accounts.SolanaAccounts;
import software.sava.core.accounts.meta.AccountMeta;
import software.sava.core.tx.Instruction;
import software.sava.core.tx.Transaction;
import software.sava.core.tx.TransactionSkeleton;

/**
 * Software that others wrote, as the demo's witness: sava makes the transaction and takes the
 * signed one apart, sava and Bouncy Castle check its signature. Nothing else of cosigner relies on
 * it.
 */
public final class SolanaOracle {
  private static final int TRANSFER = 2;
  private static final int KEY_BYTES = 32;

  private SolanaOracle() {}

  /**
   * The message of a transfer to a fresh account.
   *
   * @param from the paying address, base58
   * @param lamports how much
   */
  public static byte[] transfer(String from, long lamports) {
    SecureRandom random = new SecureRandom();
    byte[] destination = new byte[KEY_BYTES];
    byte[] blockHash = new byte[KEY_BYTES];
    random.nextBytes(destination);
    random.nextBytes(blockHash);
    PublicKey payer = PublicKey.fromBase58Encoded(from);
    byte[] data =
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(TRANSFER)
            .putLong(lamports)
            .array();
    Transaction transaction =
        Transaction.createTx(
            payer,
            List.of(
                Instruction.createInstruction(
                    SolanaAccounts.MAIN_NET.systemProgram(),
                    List.of(
                        AccountMeta.createWritableSigner(payer),
                        AccountMeta.createWrite(PublicKey.createPubKey(destination))),
                    data)));
    transaction.setRecentBlockHash(blockHash);
    byte[] wire = transaction.serialized();
    return Arrays.copyOfRange(wire, 1 + Transaction.SIGNATURE_LENGTH, wire.length);
  }

  /**
   * Checks a signed transaction.
   *
   * @param wire the transaction as the network takes it
   * @param message what was to be signed
   * @param address who was to sign, base58
   * @return the transaction's id
   * @throws CosignerException {@code oracle-refuses}
   */
  public static String requireAccepted(byte[] wire, byte[] message, String address)
      throws CosignerException {
    TransactionSkeleton transaction = TransactionSkeleton.deserializeSkeleton(wire);
    int at = 1 + Transaction.SIGNATURE_LENGTH * transaction.numSignatures();
    PublicKey signer = transaction.feePayer();
    byte[] signature = Transaction.getId(wire);
    require(
        Arrays.equals(Arrays.copyOfRange(wire, at, wire.length), message),
        "the signed message is another");
    require(signer.toBase58().equals(address), "the signer is " + signer.toBase58());
    require(
        signer.verifySignature(wire, at, wire.length - at, signature),
        "sava does not accept the signature");
    Ed25519Signer bouncyCastle = new Ed25519Signer();
    bouncyCastle.init(false, new Ed25519PublicKeyParameters(signer.toByteArray()));
    bouncyCastle.update(message, 0, message.length);
    require(bouncyCastle.verifySignature(signature), "Bouncy Castle does not accept the signature");
    return transaction.id();
  }

  private static void require(boolean accepted, String found) throws CosignerException {
    if (!accepted) {
      throw CosignerException.of(
              "oracle-refuses",
              ExitCode.CHECK_FAILED,
              "independent software refuses the signed transaction")
          .expected("the message, the signer and a signature that verifies")
          .found(found)
          .build();
    }
  }
}
