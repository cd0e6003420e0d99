package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.sava.core.accounts.PublicKey;
import software.sava.core.accounts.Signer;
import software.sava.core.tx.Transaction;
import software.sava.core.tx.TransactionSkeleton;

/** From the message to the signed transaction, accepted by sava; and who may sign what. */
class SolanaSigningTest {
  private static final MessageGenerator GENERATOR = new MessageGenerator(13);
  private static final Signer KEY = Signer.createFromPrivateKey(GENERATOR.bytes(32));
  private static final SolanaAddress WALLET = SolanaAddress.of(KEY.publicKey().copyByteArray());
  private static final SolanaAddress RECIPIENT = SolanaAddress.of(GENERATOR.bytes(32));
  private static final byte[] MESSAGE =
      Sample.message(
          WALLET, GENERATOR.bytes(32), Sample.of(new SystemTransfer(WALLET, RECIPIENT, 7)));

  @Test
  void assemblesATransactionThatSavaAccepts() throws Exception {
    SolanaTransaction transaction = SolanaTransaction.parseMessage(MESSAGE);
    byte[] toSign = transaction.bytesToSign(WALLET.toString()).getFirst();
    byte[] wire = SolanaTransaction.assemble(MESSAGE, KEY.sign(toSign));

    assertThat(wire.length).isLessThanOrEqualTo(Transaction.MAX_SERIALIZED_LENGTH);
    TransactionSkeleton sava = TransactionSkeleton.deserializeSkeleton(wire);
    assertThat(sava.numSignatures()).isEqualTo(1);
    assertThat(sava.feePayer()).isEqualTo(KEY.publicKey());
    PublicKey signer = sava.parseSignerPublicKeys()[0];
    int messageOffset = 1 + Transaction.SIGNATURE_LENGTH * sava.numSignatures();
    assertThat(
            signer.verifySignature(
                wire, messageOffset, wire.length - messageOffset, Transaction.getId(wire)))
        .isTrue();

    SolanaTransaction read = SolanaTransaction.parseTransaction(wire);
    read.verifySignatures();
    assertThat(read.message().encode()).isEqualTo(MESSAGE);
  }

  @Test
  void assemblesWhatSavaAssembles() throws Exception {
    byte[] unsigned =
        Sample.transaction(
            WALLET, new byte[32], Sample.of(new SystemTransfer(WALLET, RECIPIENT, 7)));
    byte[] message = Sample.messageOf(unsigned);
    byte[] signed = unsigned.clone();
    Transaction.sign(KEY, signed);
    assertThat(SolanaTransaction.assemble(message, KEY.sign(message))).isEqualTo(signed);
    assertThat(SolanaTransaction.parseTransaction(unsigned).assemble(List.of(KEY.sign(message))))
        .isEqualTo(signed);
  }

  @Test
  void refusesSignaturesOfOtherMessagesAndKeys() {
    byte[] signature = KEY.sign(MESSAGE);
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertRefused(Reason.INVALID_SIGNATURE, () -> SolanaTransaction.assemble(MESSAGE, changed));
    }
    byte[] other = MESSAGE.clone();
    other[other.length - 1] ^= 1;
    assertRefused(Reason.INVALID_SIGNATURE, () -> SolanaTransaction.assemble(other, signature));
    assertRefused(
        Reason.INVALID_SIGNATURE, () -> SolanaTransaction.assemble(MESSAGE, new byte[64]));
  }

  /** The neutral point as key and commitment would fit any message by the equation alone. */
  @Test
  void refusesKeysOfSmallOrder() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    SolanaAddress anyone = SolanaAddress.of(neutral);
    byte[] message =
        Sample.message(anyone, new byte[32], Sample.of(new SystemTransfer(anyone, RECIPIENT, 7)));
    assertRefused(
        Reason.INVALID_SIGNATURE,
        () -> SolanaTransaction.assemble(message, Arrays.copyOf(neutral, 64)));
  }

  @Test
  void refusesSignaturesOfAnotherLengthOrNumber() throws Exception {
    assertRefused(Reason.SIGNATURE_LENGTH, () -> SolanaTransaction.assemble(MESSAGE, new byte[63]));
    SolanaTransaction transaction = SolanaTransaction.parseMessage(MESSAGE);
    assertRefused(Reason.SIGNATURE_COUNT, () -> transaction.assemble(List.of()));
    assertRefused(
        Reason.SIGNATURE_COUNT, () -> transaction.assemble(List.of(new byte[64], new byte[64])));
    assertRefused(Reason.SIGNATURE_COUNT, transaction::verifySignatures);
    byte[] twice = Sample.join(new byte[1 + 2 * 64], MESSAGE);
    twice[0] = 2;
    assertRefused(Reason.SIGNATURE_COUNT, () -> SolanaTransaction.parseTransaction(twice));
    assertRefused(
        Reason.SIGNATURE_COUNT,
        () -> SolanaTransaction.parseTransaction(Sample.join(new byte[1], MESSAGE)));
  }

  @Test
  void saysThatASignatureIsMissing() throws Exception {
    byte[] wire = Sample.join(new byte[1 + 64], MESSAGE);
    wire[0] = 1;
    SolanaTransaction transaction = SolanaTransaction.parseTransaction(wire);
    assertThat(catchThrowableOfType(TransactionException.class, transaction::verifySignatures))
        .hasMessageContaining("found none (64 zeros)");
  }

  @Test
  void doesNotTakeAMessageForATransactionOrTheOtherWayRound() throws Exception {
    byte[] wire = SolanaTransaction.assemble(MESSAGE, KEY.sign(MESSAGE));
    assertThat(
            catchThrowableOfType(
                TransactionException.class, () -> SolanaTransaction.parseMessage(wire)))
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                TransactionException.class, () -> SolanaTransaction.parseTransaction(MESSAGE)))
        .isNotNull();
    for (int length = 0; length < wire.length; length++) {
      byte[] shorter = Arrays.copyOf(wire, length);
      assertRefused(Reason.TRUNCATED, () -> SolanaTransaction.parseTransaction(shorter));
    }
    assertRefused(Reason.TOO_LARGE, () -> SolanaTransaction.parseTransaction(new byte[1233]));
  }

  @Test
  void refusesToSignForAWalletThatIsNotAsked() throws Exception {
    SolanaTransaction transaction = SolanaTransaction.parseMessage(MESSAGE);
    assertRefused(Reason.WALLET_NOT_SIGNER, () -> transaction.bytesToSign(RECIPIENT.toString()));
    assertRefused(Reason.WALLET_NOT_SIGNER, () -> transaction.render(RECIPIENT.toString()));
    assertRefused(Reason.INVALID_BASE58, () -> transaction.render("wallet"));
    assertRefused(Reason.INVALID_BASE58, () -> transaction.render(""));
  }

  @Test
  void refusesToSignWhereOthersMustSignToo() throws Exception {
    byte[] message =
        Sample.message(
            WALLET, new byte[32], Sample.of(new CreateAccount(WALLET, RECIPIENT, 1, 2, RECIPIENT)));
    SolanaTransaction transaction = SolanaTransaction.parseMessage(message);
    assertThat(transaction.requiredSigners())
        .containsExactly(WALLET.toString(), RECIPIENT.toString());
    assertRefused(Reason.OTHER_SIGNERS, () -> transaction.render(WALLET.toString()));
    assertRefused(Reason.OTHER_SIGNERS, () -> transaction.bytesToSign(WALLET.toString()));
    assertRefused(Reason.OTHER_SIGNERS, () -> transaction.assemble(List.of(KEY.sign(message))));
    assertThat(
            catchThrowableOfType(
                TransactionException.class, () -> transaction.render(WALLET.toString())))
        .hasMessageContaining(RECIPIENT.toString());
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThat(catchThrowableOfType(TransactionException.class, call).reason()).isEqualTo(reason);
  }
}
