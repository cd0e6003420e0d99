package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.HeapFrame;
import dev.cosigner.transaction.solana.SolanaInstruction.LoadedAccountsLimit;

/**
 * The Compute Budget program (solana-compute-budget-interface): one byte for the instruction, then
 * its one field. The limits are those of the network's own checks.
 */
final class ComputeBudgetProgram {
  /** Compute units that one transaction can use at most. */
  static final int MAX_COMPUTE_UNITS = 1_400_000;

  private static final int MIN_HEAP = 32 * 1024;
  private static final int MAX_HEAP = 256 * 1024;

  private ComputeBudgetProgram() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    view.takesAccounts("setting", 0);
    ByteReader data = view.data();
    int number = data.u8("number of a Compute Budget instruction");
    SolanaInstruction instruction =
        switch (number) {
          case 1 -> heapFrame(view, data.u32("heap"));
          case 2 -> unitLimit(view, data.u32("compute units"));
          case 3 -> new ComputeUnitPrice(data.u64("price of compute units"));
          case 4 -> loadedAccounts(view, data.u32("size of loaded accounts"));
          default ->
              throw view.unsupported(
                  "Compute Budget program", number == 0 ? "RequestUnits" : "number " + number);
        };
    data.end("data of a Compute Budget instruction");
    return instruction;
  }

  private static HeapFrame heapFrame(InstructionView view, long bytes) throws TransactionException {
    if (bytes < MIN_HEAP || bytes > MAX_HEAP || bytes % 1024 != 0) {
      throw view.invalid("heap", "32 to 256 KiB in steps of 1 KiB", bytes + " bytes");
    }
    return new HeapFrame(bytes);
  }

  private static ComputeUnitLimit unitLimit(InstructionView view, long units)
      throws TransactionException {
    if (units > MAX_COMPUTE_UNITS) {
      throw view.invalid("compute units", "at most " + MAX_COMPUTE_UNITS, String.valueOf(units));
    }
    return new ComputeUnitLimit(units);
  }

  private static LoadedAccountsLimit loadedAccounts(InstructionView view, long bytes)
      throws TransactionException {
    if (bytes == 0) {
      throw view.invalid("size of loaded accounts", "at least 1 byte", "0 bytes");
    }
    return new LoadedAccountsLimit(bytes);
  }
}
