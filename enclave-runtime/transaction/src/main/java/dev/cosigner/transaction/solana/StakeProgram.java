package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.StakeInstruction;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;
import java.util.List;

/**
 * The Stake program (solana-stake-interface, {@code StakeInstruction}): a 32-bit number of the
 * instruction, then its fields. Further accounts would be custodians of a lockup: refused.
 */
final class StakeProgram {
  private static final String NAME = "Stake program";
  private static final List<String> INSTRUCTIONS =
      List.of(
          "Initialize",
          "Authorize",
          "DelegateStake",
          "Split",
          "Withdraw",
          "Deactivate",
          "SetLockup",
          "Merge",
          "AuthorizeWithSeed",
          "InitializeChecked",
          "AuthorizeChecked",
          "AuthorizeCheckedWithSeed",
          "SetLockupChecked",
          "GetMinimumDelegation",
          "DeactivateDelinquent",
          "Redelegate",
          "MoveStake",
          "MoveLamports");

  private StakeProgram() {}

  static StakeInstruction decode(InstructionView view) throws TransactionException {
    ByteReader data = view.data();
    long number = data.u32("number of a Stake instruction");
    StakeInstruction instruction =
        switch ((int) number) {
          case 0 -> initialize(view, data);
          case 1 -> authorize(view, data);
          case 2 -> delegate(view);
          case 3 -> split(view, data);
          case 4 -> withdraw(view, data);
          case 5 -> deactivate(view);
          case 7 -> merge(view);
          default ->
              throw view.unsupported(
                  NAME,
                  number < INSTRUCTIONS.size()
                      ? INSTRUCTIONS.get((int) number)
                      : "number " + number);
        };
    data.end("data of a Stake instruction");
    return instruction;
  }

  private static InitializeStake initialize(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Initialize", 2);
    view.isAccount(1, "rent", Programs.RENT);
    SolanaAddress staker = data.address("staker");
    SolanaAddress withdrawer = data.address("withdrawer");
    long time = data.u64("lockup, time");
    long epoch = data.u64("lockup, epoch");
    SolanaAddress custodian = data.address("lockup, custodian");
    if (time != 0 || epoch != 0 || !custodian.equals(Programs.SYSTEM)) {
      // The custodian could keep the stake from being withdrawn.
      throw view.invalid("lockup", "none", "one with the custodian " + custodian);
    }
    return new InitializeStake(view.writable(0, "stake account"), staker, withdrawer);
  }

  private static AuthorizeStake authorize(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Authorize", 3);
    view.isAccount(1, "clock", Programs.CLOCK);
    SolanaAddress to = data.address("new authority");
    long kind = data.u32("kind of authority");
    if (kind < 0 || kind > 1) {
      throw view.invalid("kind of authority", "0 (staker) or 1 (withdrawer)", "" + kind);
    }
    return new AuthorizeStake(
        view.writable(0, "stake account"), view.signer(2, "authority"), to, kind == 1);
  }

  private static DelegateStake delegate(InstructionView view) throws TransactionException {
    view.takesAccounts("DelegateStake", 6);
    view.isAccount(2, "clock", Programs.CLOCK);
    view.isAccount(3, "stake history", Programs.STAKE_HISTORY);
    view.isAccount(4, "stake config", Programs.STAKE_CONFIG);
    return new DelegateStake(
        view.writable(0, "stake account"), view.account(1), view.signer(5, "stake authority"));
  }

  private static SplitStake split(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Split", 3);
    return new SplitStake(
        view.writable(0, "stake account"),
        other(view, "other stake account"),
        view.signer(2, "stake authority"),
        data.u64("lamports"));
  }

  private static WithdrawStake withdraw(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Withdraw", 5);
    view.isAccount(2, "clock", Programs.CLOCK);
    view.isAccount(3, "stake history", Programs.STAKE_HISTORY);
    return new WithdrawStake(
        view.writable(0, "stake account"),
        view.writable(1, "destination of SOL"),
        view.signer(4, "withdraw authority"),
        data.u64("lamports"));
  }

  private static DeactivateStake deactivate(InstructionView view) throws TransactionException {
    view.takesAccounts("Deactivate", 3);
    view.isAccount(1, "clock", Programs.CLOCK);
    return new DeactivateStake(
        view.writable(0, "stake account"), view.signer(2, "stake authority"));
  }

  private static MergeStake merge(InstructionView view) throws TransactionException {
    view.takesAccounts("Merge", 5);
    view.isAccount(2, "clock", Programs.CLOCK);
    view.isAccount(3, "stake history", Programs.STAKE_HISTORY);
    return new MergeStake(
        view.writable(0, "stake account"),
        other(view, "source of stake"),
        view.signer(4, "stake authority"));
  }

  private static SolanaAddress other(InstructionView view, String role)
      throws TransactionException {
    SolanaAddress other = view.writable(1, role);
    if (other.equals(view.account(0))) {
      throw view.refusal(Reason.WRONG_ACCOUNT, role, "another account than the first", "the same");
    }
    return other;
  }
}
