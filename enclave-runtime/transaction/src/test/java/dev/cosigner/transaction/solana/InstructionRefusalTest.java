package dev.cosigner.transaction.solana;

import static dev.cosigner.transaction.solana.Sample.data;
import static dev.cosigner.transaction.solana.Sample.payer;
import static dev.cosigner.transaction.solana.Sample.read;
import static dev.cosigner.transaction.solana.Sample.signer;
import static dev.cosigner.transaction.solana.Sample.writable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.sava.core.accounts.meta.AccountMeta;

/** Each rule for instructions, by one that breaks it. */
class InstructionRefusalTest {
  private static final MessageGenerator GENERATOR = new MessageGenerator(12);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress A = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress B = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress C = SolanaAddress.of(GENERATOR.bytes(32));

  @Test
  void acceptsTheOlderFormsOfMemosAndTokenAccounts() throws Exception {
    assertThat(
            SolanaTransaction.parseMessage(message(raw(Programs.MEMO_1, data('m', 1))))
                .instructions())
        .containsExactly(new Memo("m", List.of()));
    CreateTokenAccount create = new CreateTokenAccount(WALLET, A, B, C, false);
    AccountMeta[] accounts =
        Arrays.copyOf(Sample.of(create).built().accounts().toArray(AccountMeta[]::new), 7);
    accounts[6] = read(Programs.RENT);
    assertThat(
            SolanaTransaction.parseMessage(
                    message(raw(Programs.ASSOCIATED_TOKEN, data(0, 1), accounts)))
                .instructions())
        .containsExactly(create);
  }

  @Test
  void refusesOtherProgramsByName() {
    assertRefused(Reason.UNSUPPORTED_PROGRAM, "the Vote program", raw(Programs.VOTE, data(3, 4)));
    assertRefused(Reason.UNSUPPORTED_PROGRAM, A.toString(), raw(A, data(0, 4)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, Assign",
    "5, WithdrawNonceAccount",
    "7, AuthorizeNonceAccount",
    "8, Allocate",
    "11, TransferWithSeed",
    "13, number 13",
    "4294967295, number 4294967295",
    "2147483650, number 2147483650"
  })
  void refusesOtherSystemInstructionsByName(long number, String name) {
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        name,
        raw(Programs.SYSTEM, data(number, 4, 5, 8), payer(WALLET), writable(A)));
  }

  @ParameterizedTest
  @CsvSource({
    "4, Approve",
    "5, Revoke",
    "6, SetAuthority",
    "8, Burn",
    "9, CloseAccount",
    "13, ApproveChecked",
    "25, number 25",
    "255, number 255"
  })
  void refusesOtherTokenInstructionsByName(long number, String name) {
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        name,
        raw(Programs.TOKEN, data(number, 1, 5, 8), writable(A), writable(B), signer(WALLET)));
  }

  @Test
  void refusesOtherAssociatedTokenAndComputeBudgetInstructionsByName() {
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        "RecoverNested",
        raw(Programs.ASSOCIATED_TOKEN, data(2, 1)));
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION, "number 3", raw(Programs.ASSOCIATED_TOKEN, data(3, 1)));
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION, "RequestUnits", raw(Programs.COMPUTE_BUDGET, data(0, 1)));
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION, "number 5", raw(Programs.COMPUTE_BUDGET, data(5, 1)));
  }

  @Test
  void refusesDataOfAnotherLength() {
    for (int length = 0; length < 12; length++) {
      assertRefused(
          Reason.TRUNCATED,
          "bytes",
          raw(
              Programs.SYSTEM,
              Arrays.copyOf(data(2, 4, 5, 8), length),
              payer(WALLET),
              writable(A)));
    }
    assertRefused(
        Reason.TRAILING_BYTES,
        "1 more bytes",
        raw(Programs.SYSTEM, data(2, 4, 5, 8, 0, 1), payer(WALLET), writable(A)));
    assertRefused(
        Reason.TRAILING_BYTES,
        "1 more bytes",
        raw(Programs.TOKEN, data(3, 1, 5, 8, 6, 1), writable(A), writable(B), signer(WALLET)));
    assertRefused(
        Reason.TRUNCATED,
        "0 bytes",
        raw(Programs.TOKEN, data(12, 1, 5, 8), writable(A), read(B), writable(C), signer(WALLET)));
    assertRefused(
        Reason.TRAILING_BYTES, "1 more", raw(Programs.COMPUTE_BUDGET, data(2, 1, 5, 4, 0, 1)));
    assertRefused(Reason.TRUNCATED, "3 bytes", raw(Programs.COMPUTE_BUDGET, data(2, 1, 5, 3)));
  }

  @Test
  void refusesAnotherNumberOfAccounts() {
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "3 accounts",
        raw(Programs.SYSTEM, data(2, 4, 5, 8), payer(WALLET), writable(A), read(B)));
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "1 accounts",
        raw(Programs.SYSTEM, data(2, 4, 5, 8), payer(WALLET)));
    // A multisignature owner has its signers after it.
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "4 accounts",
        raw(Programs.TOKEN, data(3, 1, 5, 8), writable(A), writable(B), read(C), signer(WALLET)));
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "1 accounts",
        raw(Programs.COMPUTE_BUDGET, data(2, 1, 5, 4), read(A)));
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "5 accounts",
        raw(
            Programs.ASSOCIATED_TOKEN,
            data(1, 1),
            payer(WALLET),
            writable(A),
            read(B),
            read(C),
            read(Programs.SYSTEM)));
  }

  @Test
  void refusesAccountsInAnotherRole() {
    assertRefused(
        Reason.ACCOUNT_ROLE,
        "which is a read-only account",
        raw(Programs.SYSTEM, data(2, 4, 5, 8), payer(WALLET), read(A)));
    assertRefused(
        Reason.ACCOUNT_ROLE,
        "which is a writable account",
        raw(Programs.SYSTEM, data(2, 4, 5, 8), writable(A), writable(WALLET)));
    assertRefused(
        Reason.ACCOUNT_ROLE,
        "expected a read-only signer",
        raw(Programs.TOKEN, data(3, 1, 5, 8), writable(A), writable(B), read(C)));
    assertRefused(
        Reason.ACCOUNT_ROLE, "signer of a memo", raw(Programs.MEMO, data('m', 1), read(A)));
  }

  @Test
  void refusesToCreateThePayerItself() {
    // With a wallet that holds nothing, this is Assign.
    assertRefused(
        Reason.WRONG_ACCOUNT,
        "another account than the payer",
        Sample.of(new CreateAccount(WALLET, WALLET, 0, 0, A)));
  }

  @Test
  void refusesProgramsThatSignOrMayBeWritten() {
    byte[] message = message(Sample.of(new SystemTransfer(WALLET, A, 5)));
    message[2] = 0;
    assertThat(refusal(message).reason()).isEqualTo(Reason.PROGRAM_ROLE);
    message[2] = 1;
    message[4 + 3 * 32 + 32 + 1] = 0;
    message[4 + 3 * 32 + 32 + 3] = 2;
    assertThat(refusal(message).reason()).isEqualTo(Reason.PROGRAM_ROLE);
  }

  @Test
  void refusesOtherAccountsWhereOnlyOneIsRight() {
    assertRefused(
        Reason.WRONG_ACCOUNT,
        Programs.RECENT_BLOCKHASHES.toString(),
        raw(Programs.SYSTEM, data(4, 4), writable(A), read(B), signer(WALLET)));
    Sample good = Sample.of(new CreateTokenAccount(WALLET, A, B, C, true));
    for (int i = 4; i < 6; i++) {
      AccountMeta[] accounts = good.built().accounts().toArray(AccountMeta[]::new);
      accounts[i] = read(B);
      assertRefused(
          Reason.WRONG_ACCOUNT, B.toString(), raw(Programs.ASSOCIATED_TOKEN, data(1, 1), accounts));
    }
    AccountMeta[] accounts = good.built().accounts().toArray(AccountMeta[]::new);
    accounts = Arrays.copyOf(accounts, 7);
    accounts[6] = read(B);
    assertRefused(
        Reason.WRONG_ACCOUNT,
        Programs.RENT.toString(),
        raw(Programs.ASSOCIATED_TOKEN, data(1, 1), accounts));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1024, 31 * 1024, 32 * 1024 + 1, 257 * 1024, 4294967295L})
  void refusesHeapsThatTheNetworkRefuses(long bytes) {
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        bytes + " bytes",
        raw(Programs.COMPUTE_BUDGET, data(1, 1, bytes, 4)));
  }

  @Test
  void refusesLimitsThatTheNetworkRefusesOrLowers() {
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "1400001",
        raw(Programs.COMPUTE_BUDGET, data(2, 1, 1400001, 4)));
    assertRefused(
        Reason.INVALID_INSTRUCTION, "0 bytes", raw(Programs.COMPUTE_BUDGET, data(4, 1, 0, 4)));
  }

  @Test
  void refusesASettingTwice() {
    assertRefused(
        Reason.DUPLICATE_INSTRUCTION,
        "Limit compute units",
        Sample.of(new ComputeUnitLimit(1000)),
        Sample.of(new ComputeUnitLimit(1000)));
  }

  @Test
  void refusesANonceAdvancedLater() {
    assertRefused(
        Reason.NONCE_NOT_FIRST,
        "advanced by instruction 2",
        Sample.of(new SystemTransfer(WALLET, A, 5)),
        Sample.of(new AdvanceNonce(B, WALLET)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xff, 0xc3, 0xc080, 0xeda080})
  void refusesMemosThatAreNotUtf8(int bytes) {
    byte[] text = new java.math.BigInteger(Integer.toHexString(bytes), 16).toByteArray();
    text = text[0] == 0 ? Arrays.copyOfRange(text, 1, text.length) : text;
    assertRefused(Reason.INVALID_TEXT, "UTF-8", raw(Programs.MEMO, text));
    assertRefused(Reason.INVALID_TEXT, "UTF-8", raw(Programs.MEMO_1, text));
  }

  private static Sample raw(SolanaAddress program, byte[] data, AccountMeta... accounts) {
    return new Sample(null, Sample.build(Sample.key(program), data, accounts));
  }

  private static byte[] message(Sample... samples) {
    return Sample.message(WALLET, new byte[32], samples);
  }

  private static void assertRefused(Reason reason, String text, Sample... samples) {
    TransactionException refusal = refusal(message(samples));
    assertThat(refusal).hasMessageContaining(text);
    assertThat(refusal.reason()).isEqualTo(reason);
  }

  private static TransactionException refusal(byte[] message) {
    return catchThrowableOfType(
        TransactionException.class, () -> SolanaTransaction.parseMessage(message));
  }
}
