package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives each instruction to the decoder of its program, and refuses those of other programs. */
final class InstructionDecoder {
  private InstructionDecoder() {}

  static List<SolanaInstruction> decode(SolanaMessage message) throws TransactionException {
    List<SolanaInstruction> instructions = new ArrayList<>();
    Set<Class<?>> settings = new HashSet<>();
    for (CompiledInstruction compiled : message.instructions()) {
      InstructionView view = new InstructionView(message, instructions.size() + 1, compiled);
      SolanaInstruction instruction = decode(view);
      if (instruction instanceof Setting && !settings.add(instruction.getClass())) {
        throw view.refusal(
            Reason.DUPLICATE_INSTRUCTION,
            "Compute Budget program",
            "each setting once",
            instruction.title() + " again");
      }
      // The network takes the blockhash for a nonce only if this comes first.
      if (instruction instanceof AdvanceNonce && !instructions.isEmpty()) {
        throw view.refusal(
            Reason.NONCE_NOT_FIRST,
            "System program",
            "a nonce advanced by the first instruction only",
            "one advanced by instruction " + view.number());
      }
      instructions.add(instruction);
    }
    return List.copyOf(instructions);
  }

  private static SolanaInstruction decode(InstructionView view) throws TransactionException {
    int program = view.compiled().program();
    if (view.message().signs(program) || view.message().writable(program)) {
      throw view.refusal(
          Reason.PROGRAM_ROLE,
          "program",
          "a read-only account that does not sign",
          view.program() + ", which signs or may be written");
    }
    SolanaAddress address = view.program();
    if (address.equals(Programs.SYSTEM)) {
      return SystemProgram.decode(view);
    } else if (address.equals(Programs.TOKEN)) {
      return TokenProgram.decode(view);
    } else if (address.equals(Programs.TOKEN_2022)) {
      return Token2022Program.decode(view);
    } else if (address.equals(Programs.STAKE)) {
      return StakeProgram.decode(view);
    } else if (address.equals(Programs.ASSOCIATED_TOKEN)) {
      return AssociatedTokenProgram.decode(view);
    } else if (address.equals(Programs.COMPUTE_BUDGET)) {
      return ComputeBudgetProgram.decode(view);
    } else if (address.equals(Programs.MEMO) || address.equals(Programs.MEMO_1)) {
      return MemoProgram.decode(view);
    }
    throw view.refusal(
        Reason.UNSUPPORTED_PROGRAM,
        "program",
        "the System, Token, Token-2022, Associated Token Account, Stake, Memo or Compute Budget"
            + " program",
        named(address));
  }

  private static String named(SolanaAddress program) {
    return (program.equals(Programs.VOTE) ? "the Vote program " : "") + program;
  }
}
