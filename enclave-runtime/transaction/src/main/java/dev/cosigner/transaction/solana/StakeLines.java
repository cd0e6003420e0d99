package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.StakeInstruction;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;

/** The lines of one instruction of the Stake program. */
record StakeLines(SolanaRenderer lines, int number) {
  void add(StakeInstruction instruction) {
    switch (instruction) {
      case InitializeStake i -> {
        address("stake account", i.account());
        address("may delegate", i.staker());
        address("may withdraw", i.withdrawer());
      }
      case AuthorizeStake i -> {
        address("stake account", i.account());
        address("authority", i.authority());
        address(i.withdrawer() ? "may withdraw from now on" : "may delegate from now on", i.to());
        lines.warn("Instruction " + number + " hands a power over a stake account to another.");
      }
      case DelegateStake i -> {
        address("stake account", i.account());
        address("validator's vote account", i.vote());
        address("authority", i.authority());
      }
      case DeactivateStake i -> {
        address("stake account", i.account());
        address("authority", i.authority());
      }
      case SplitStake i -> {
        address("stake account", i.account());
        address("to stake account", i.other());
        address("authority", i.authority());
        lines.sol(number + ". amount", FixedPoint.unsigned(i.lamports()));
      }
      case MergeStake i -> {
        address("stake account", i.account());
        address("from stake account", i.source());
        address("authority", i.authority());
      }
      case WithdrawStake i -> {
        address("from stake account", i.account());
        address("authority", i.authority());
        address("to", i.to());
        lines.sol(number + ". amount", FixedPoint.unsigned(i.lamports()));
      }
    }
  }

  private void address(String label, SolanaAddress address) {
    lines.address(number + ". " + label, address);
  }
}
