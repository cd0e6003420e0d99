package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.HeapFrame;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.LoadedAccountsLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.StakeInstruction;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import software.sava.core.accounts.PublicKey;
import software.sava.core.accounts.SolanaAccounts;
import software.sava.core.accounts.meta.AccountMeta;
import software.sava.core.tx.Instruction;
import software.sava.core.tx.Transaction;

/** An instruction as this module shall read it, and as sava writes it. */
record Sample(SolanaInstruction expected, Instruction built) {
  private static final SolanaAccounts CHAIN = SolanaAccounts.MAIN_NET;

  static Sample of(SolanaInstruction expected) {
    return new Sample(
        expected,
        switch (expected) {
          case SystemTransfer i ->
              build(
                  CHAIN.systemProgram(),
                  data(2, 4, i.lamports(), 8),
                  payer(i.from()),
                  writable(i.to()));
          case CreateAccount i ->
              build(
                  CHAIN.systemProgram(),
                  join(data(0, 4, i.lamports(), 8, i.space(), 8), i.owner().toByteArray()),
                  payer(i.payer()),
                  payer(i.account()));
          case CreateAccountWithSeed i ->
              build(
                  CHAIN.systemProgram(),
                  join(
                      join(
                          join(data(3, 4), i.payer().toByteArray()),
                          join(
                              data(i.seed().length(), 8),
                              i.seed().getBytes(StandardCharsets.UTF_8))),
                      join(data(i.lamports(), 8, i.space(), 8), i.owner().toByteArray())),
                  payer(i.payer()),
                  writable(i.account()));
          case AdvanceNonce i ->
              build(
                  CHAIN.systemProgram(),
                  data(4, 4),
                  writable(i.nonceAccount()),
                  CHAIN.readRecentBlockhashesSysVar(),
                  signer(i.authority()));
          case TokenTransfer i ->
              build(
                  CHAIN.tokenProgram(),
                  data(3, 1, i.amount(), 8),
                  writable(i.source()),
                  writable(i.destination()),
                  signer(i.owner()));
          case TokenTransferChecked i ->
              build(
                  CHAIN.tokenProgram(),
                  data(12, 1, i.amount(), 8, i.decimals(), 1),
                  writable(i.source()),
                  read(i.mint()),
                  writable(i.destination()),
                  signer(i.owner()));
          case Token2022Transfer i ->
              build(
                  CHAIN.token2022Program(),
                  i.fee().isEmpty()
                      ? data(12, 1, i.amount(), 8, i.decimals(), 1)
                      : data(26, 1, 1, 1, i.amount(), 8, i.decimals(), 1, i.fee().get(), 8),
                  writable(i.source()),
                  read(i.mint()),
                  writable(i.destination()),
                  signer(i.owner()));
          case StakeInstruction i -> stake(i);
          case CreateTokenAccount i ->
              build(
                  CHAIN.associatedTokenAccountProgram(),
                  i.idempotent() ? data(1, 1) : new byte[0],
                  payer(i.payer()),
                  writable(i.account()),
                  read(i.owner()),
                  read(i.mint()),
                  CHAIN.readSystemProgram(),
                  i.token2022() ? CHAIN.readToken2022Program() : CHAIN.readTokenProgram());
          case Memo i ->
              build(
                  CHAIN.readMemoProgramV2().publicKey(),
                  i.text().getBytes(StandardCharsets.UTF_8),
                  i.signers().stream().map(Sample::signer).toArray(AccountMeta[]::new));
          case ComputeUnitLimit i -> build(CHAIN.computeBudgetProgram(), data(2, 1, i.units(), 4));
          case ComputeUnitPrice i ->
              build(CHAIN.computeBudgetProgram(), data(3, 1, i.microLamports(), 8));
          case HeapFrame i -> build(CHAIN.computeBudgetProgram(), data(1, 1, i.bytes(), 4));
          case LoadedAccountsLimit i ->
              build(CHAIN.computeBudgetProgram(), data(4, 1, i.bytes(), 4));
        });
  }

  private static Instruction stake(StakeInstruction instruction) {
    return switch (instruction) {
      case InitializeStake i ->
          build(
              CHAIN.stakeProgram(),
              join(
                  join(data(0, 4), join(i.staker().toByteArray(), i.withdrawer().toByteArray())),
                  new byte[48]),
              writable(i.account()),
              CHAIN.readRentSysVar());
      case AuthorizeStake i ->
          build(
              CHAIN.stakeProgram(),
              join(join(data(1, 4), i.to().toByteArray()), data(i.withdrawer() ? 1 : 0, 4)),
              writable(i.account()),
              CHAIN.readClockSysVar(),
              signer(i.authority()));
      case DelegateStake i ->
          build(
              CHAIN.stakeProgram(),
              data(2, 4),
              writable(i.account()),
              read(i.vote()),
              CHAIN.readClockSysVar(),
              CHAIN.readStakeHistorySysVar(),
              read(Programs.STAKE_CONFIG),
              signer(i.authority()));
      case SplitStake i ->
          build(
              CHAIN.stakeProgram(),
              data(3, 4, i.lamports(), 8),
              writable(i.account()),
              writable(i.other()),
              signer(i.authority()));
      case WithdrawStake i ->
          build(
              CHAIN.stakeProgram(),
              data(4, 4, i.lamports(), 8),
              writable(i.account()),
              writable(i.to()),
              CHAIN.readClockSysVar(),
              CHAIN.readStakeHistorySysVar(),
              signer(i.authority()));
      case DeactivateStake i ->
          build(
              CHAIN.stakeProgram(),
              data(5, 4),
              writable(i.account()),
              CHAIN.readClockSysVar(),
              signer(i.authority()));
      case MergeStake i ->
          build(
              CHAIN.stakeProgram(),
              data(7, 4),
              writable(i.account()),
              writable(i.source()),
              CHAIN.readClockSysVar(),
              CHAIN.readStakeHistorySysVar(),
              signer(i.authority()));
    };
  }

  /** A legacy transaction as sava serializes it, its signatures still zero. */
  static byte[] transaction(SolanaAddress payer, byte[] blockhash, Sample... samples) {
    Transaction transaction =
        Transaction.createTx(key(payer), Arrays.stream(samples).map(Sample::built).toList());
    transaction.setRecentBlockHash(blockhash);
    return transaction.serialized();
  }

  /** The message of a transaction with fewer than 128 signatures. */
  static byte[] messageOf(byte[] transaction) {
    return Arrays.copyOfRange(transaction, 1 + 64 * transaction[0], transaction.length);
  }

  /** The legacy message of sava's transaction. */
  static byte[] message(SolanaAddress payer, byte[] blockhash, Sample... samples) {
    return messageOf(transaction(payer, blockhash, samples));
  }

  /** The same message in version 0: a version byte before, and no look-up tables after. */
  static byte[] versioned(byte[] legacy) {
    return join(join(new byte[] {(byte) 0x80}, legacy), new byte[1]);
  }

  static PublicKey key(SolanaAddress address) {
    return PublicKey.createPubKey(address.toByteArray());
  }

  static Instruction build(PublicKey program, byte[] data, AccountMeta... accounts) {
    return Instruction.createInstruction(program, List.of(accounts), data);
  }

  static AccountMeta payer(SolanaAddress address) {
    return AccountMeta.createWritableSigner(key(address));
  }

  static AccountMeta signer(SolanaAddress address) {
    return AccountMeta.createReadOnlySigner(key(address));
  }

  static AccountMeta writable(SolanaAddress address) {
    return AccountMeta.createWrite(key(address));
  }

  static AccountMeta read(SolanaAddress address) {
    return AccountMeta.createRead(key(address));
  }

  /** Little-endian integers: value and number of bytes in turn. */
  static byte[] data(long... valuesAndSizes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < valuesAndSizes.length; i += 2) {
      for (int b = 0; b < valuesAndSizes[i + 1]; b++) {
        out.write((int) (valuesAndSizes[i] >>> (8 * b)));
      }
    }
    return out.toByteArray();
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
