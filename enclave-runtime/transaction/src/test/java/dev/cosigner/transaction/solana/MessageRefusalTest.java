package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule for the structure of a message, by changing one thing in a good one. */
class MessageRefusalTest {
  private static final int HEADER = 0;
  private static final int ACCOUNT_COUNT = 3;
  private static final int ACCOUNTS = 4;
  private static final int INSTRUCTION_COUNT = ACCOUNTS + 3 * 32 + 32;
  private static final int PROGRAM = INSTRUCTION_COUNT + 1;
  private static final int FIRST_INDEX = PROGRAM + 2;

  private static final MessageGenerator GENERATOR = new MessageGenerator(11);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress RECIPIENT = SolanaAddress.of(GENERATOR.bytes(32));

  private byte[] message;

  @BeforeEach
  void makeAGoodMessage() throws Exception {
    message =
        Sample.message(
            WALLET, new byte[32], Sample.of(new SystemTransfer(WALLET, RECIPIENT, 1_500_000_000)));
    assertThat(SolanaTransaction.parseMessage(message).instructions())
        .containsExactly(new SystemTransfer(WALLET, RECIPIENT, 1_500_000_000));
  }

  @Test
  void refusesEveryShorterMessage() {
    for (int length = 0; length < message.length; length++) {
      assertThat(refusal(Arrays.copyOf(message, length)).reason()).isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void refusesBytesAfterTheEnd() {
    TransactionException refusal = refusal(Arrays.copyOf(message, message.length + 2));
    assertThat(refusal.reason()).isEqualTo(Reason.TRAILING_BYTES);
    assertThat(refusal).hasMessage("message: expected its end, found 2 more bytes (at byte 150)");
    assertThat(refusal.offset()).hasValue(150);
  }

  @ParameterizedTest
  @CsvSource({"8300", "838000", "ffff04", "ffff84"})
  void refusesLengthsInMoreBytesThanNeededOrOutOfRange(String hex) {
    byte[] length = java.util.HexFormat.of().parseHex(hex);
    byte[] changed = Sample.join(Arrays.copyOf(message, ACCOUNT_COUNT), length);
    changed = Sample.join(changed, Arrays.copyOfRange(message, ACCOUNTS, message.length));
    assertThat(refusal(changed).reason()).isEqualTo(Reason.NON_MINIMAL_LENGTH);
  }

  @Test
  void refusesMoreAccountsThanBytesBeforeReadingThem() {
    byte[] changed = Sample.join(Arrays.copyOf(message, ACCOUNT_COUNT), new byte[] {-1, -1, 3});
    assertThat(refusal(changed))
        .hasMessageStartingWith("accounts: expected 65535 accounts of 32 bytes, found 0 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x81, 0x82, 0xff})
  void refusesOtherVersions(int version) {
    byte[] changed = Sample.versioned(message);
    changed[0] = (byte) version;
    assertThat(refusal(changed).reason()).isEqualTo(Reason.UNSUPPORTED_VERSION);
  }

  @ParameterizedTest
  @CsvSource({"0,0,1", "4,0,0", "1,1,1", "2,2,1", "1,0,3", "127,0,0", "1,0,255"})
  void refusesHeadersThatContradictThemselves(int signers, int readOnlySigners, int readOnly) {
    message[HEADER] = (byte) signers;
    message[HEADER + 1] = (byte) readOnlySigners;
    message[HEADER + 2] = (byte) readOnly;
    assertThat(refusal(message).reason()).isEqualTo(Reason.INVALID_HEADER);
  }

  @Test
  void refusesTheSameAccountTwice() {
    System.arraycopy(message, ACCOUNTS, message, ACCOUNTS + 32, 32);
    assertThat(refusal(message).reason()).isEqualTo(Reason.DUPLICATE_ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(ints = {PROGRAM, FIRST_INDEX, FIRST_INDEX + 1})
  void refusesIndicesOfNoAccount(int position) {
    message[position] = 3;
    assertThat(refusal(message).reason()).isEqualTo(Reason.ACCOUNT_OUT_OF_RANGE);
    message[position] = (byte) 0xff;
    assertThat(refusal(message).reason()).isEqualTo(Reason.ACCOUNT_OUT_OF_RANGE);
  }

  @Test
  void refusesAccountsWithoutAUse() {
    message[FIRST_INDEX + 1] = 0;
    assertThat(refusal(message)).hasMessageContaining(RECIPIENT.toString());
    assertThat(refusal(message).reason()).isEqualTo(Reason.UNUSED_ACCOUNT);
  }

  @Test
  void refusesAddressLookUpTables() {
    byte[] changed = Sample.versioned(message);
    changed[changed.length - 1] = 1;
    changed = Sample.join(changed, new byte[32 + 1 + 1 + 1]);
    assertThat(refusal(changed).reason()).isEqualTo(Reason.ADDRESS_LOOKUP_TABLE);
  }

  @Test
  void refusesMessagesWithoutInstructions() {
    byte[] changed = Arrays.copyOf(message, PROGRAM);
    changed[INSTRUCTION_COUNT] = 0;
    assertThat(refusal(changed).reason()).isEqualTo(Reason.NO_INSTRUCTION);
  }

  @Test
  void refusesMoreInstructionsThanTheNetworkRuns() throws Exception {
    assertThat(SolanaTransaction.parseMessage(emptyMemos(64)).instructions()).hasSize(64);
    assertThat(refusal(emptyMemos(65)).reason()).isEqualTo(Reason.TOO_MANY_INSTRUCTIONS);
  }

  private static byte[] emptyMemos(int count) {
    Sample[] memos = new Sample[count];
    Arrays.fill(memos, Sample.of(new Memo("", List.of())));
    return Sample.message(WALLET, new byte[32], memos);
  }

  @Test
  void refusesMessagesThatDoNotFitAPacketWithTheirSignatures() throws Exception {
    byte[] fits = memoMessage(1232 - 65);
    assertThat(SolanaTransaction.parseMessage(fits).message().encode()).isEqualTo(fits);
    assertThat(refusal(memoMessage(1232 - 64)).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal(new byte[1233]).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal(new byte[1 << 20]).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  private static byte[] memoMessage(int length) {
    // Two bytes for the length of the text.
    int others = Sample.message(WALLET, new byte[32], Sample.of(new Memo("", List.of()))).length;
    String text = "m".repeat(length - others - 1);
    byte[] message = Sample.message(WALLET, new byte[32], Sample.of(new Memo(text, List.of())));
    assertThat(message).hasSize(length);
    return message;
  }

  private static TransactionException refusal(byte[] message) {
    return catchThrowableOfType(
        TransactionException.class, () -> SolanaTransaction.parseMessage(message));
  }
}
