package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import java.util.List;

/**
 * The System program (solana-system-interface, {@code SystemInstruction}): a 32-bit number of the
 * instruction, then its fields.
 */
final class SystemProgram {
  private static final String NAME = "System program";
  private static final List<String> INSTRUCTIONS =
      List.of(
          "CreateAccount",
          "Assign",
          "Transfer",
          "CreateAccountWithSeed",
          "AdvanceNonceAccount",
          "WithdrawNonceAccount",
          "InitializeNonceAccount",
          "AuthorizeNonceAccount",
          "Allocate",
          "AllocateWithSeed",
          "AssignWithSeed",
          "TransferWithSeed",
          "UpgradeNonceAccount");

  private SystemProgram() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    ByteReader data = view.data();
    long number = data.u32("number of a System instruction");
    SolanaInstruction instruction =
        switch ((int) number) {
          case 0 -> createAccount(view, data);
          case 2 -> transfer(view, data);
          case 4 -> advanceNonce(view);
          // Assign would hand the signer's own account to a program, for instance.
          default ->
              throw view.unsupported(
                  NAME,
                  number >= 0 && number < INSTRUCTIONS.size()
                      ? INSTRUCTIONS.get((int) number)
                      : "number " + number);
        };
    data.end("data of a System instruction");
    return instruction;
  }

  private static SystemTransfer transfer(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Transfer", 2);
    return new SystemTransfer(
        view.writableSigner(0, "source of SOL"),
        view.writable(1, "destination of SOL"),
        data.u64("lamports"));
  }

  private static CreateAccount createAccount(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("CreateAccount", 2);
    SolanaAddress payer = view.writableSigner(0, "payer");
    SolanaAddress account = view.writableSigner(1, "new account");
    if (account.equals(payer)) {
      // On an account that holds nothing this is Assign, which is not understood either.
      throw view.refusal(
          Reason.WRONG_ACCOUNT, "new account", "another account than the payer", "the payer");
    }
    return new CreateAccount(
        payer, account, data.u64("lamports"), data.u64("space"), data.address("owner"));
  }

  private static AdvanceNonce advanceNonce(InstructionView view) throws TransactionException {
    view.takesAccounts("AdvanceNonceAccount", 3);
    view.isAccount(1, "recent blockhashes", Programs.RECENT_BLOCKHASHES);
    return new AdvanceNonce(view.writable(0, "nonce account"), view.signer(2, "nonce authority"));
  }
}
