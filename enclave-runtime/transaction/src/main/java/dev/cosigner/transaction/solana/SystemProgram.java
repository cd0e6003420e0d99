package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import java.util.Arrays;
import java.util.List;

/**
 * The System program (solana-system-interface, {@code SystemInstruction}): a 32-bit number of the
 * instruction, then its fields.
 */
final class SystemProgram {
  private static final String NAME = "System program";
  private static final int MAX_SEED = 32;
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
          case 3 -> createAccountWithSeed(view, data);
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

  private static CreateAccountWithSeed createAccountWithSeed(InstructionView view, ByteReader data)
      throws TransactionException {
    // A base other than the payer would be a third account, and another signer.
    view.takesAccounts("CreateAccountWithSeed", 2);
    SolanaAddress payer = view.writableSigner(0, "payer");
    SolanaAddress account = view.writable(1, "new account");
    SolanaAddress base = data.address("base");
    long length = data.u64("length of the seed");
    if (length < 0 || length > MAX_SEED) {
      throw view.invalid("seed", "at most " + MAX_SEED + " bytes", Long.toUnsignedString(length));
    }
    byte[] seed = data.bytes("seed", (int) length);
    String text = MemoProgram.text(view, "seed", seed);
    long lamports = data.u64("lamports");
    long space = data.u64("space");
    SolanaAddress owner = data.address("owner");
    if (!base.equals(payer)) {
      throw view.refusal(Reason.WRONG_ACCOUNT, "base", "the payer " + payer, base.toString());
    }
    SolanaAddress derived = derive(base, seed, owner);
    if (!account.equals(derived)) {
      throw view.refusal(
          Reason.WRONG_ACCOUNT, "new account", derived + ", by its seed", account.toString());
    }
    return new CreateAccountWithSeed(payer, account, text, lamports, space, owner);
  }

  /** The address of an account with a seed (solana-pubkey, {@code create_with_seed}). */
  private static SolanaAddress derive(SolanaAddress base, byte[] seed, SolanaAddress owner) {
    byte[] all = Arrays.copyOf(base.toByteArray(), 64 + seed.length);
    System.arraycopy(seed, 0, all, 32, seed.length);
    System.arraycopy(owner.toByteArray(), 0, all, 32 + seed.length, 32);
    return SolanaAddress.of(Sha256.of(all));
  }

  private static AdvanceNonce advanceNonce(InstructionView view) throws TransactionException {
    view.takesAccounts("AdvanceNonceAccount", 3);
    view.isAccount(1, "recent blockhashes", Programs.RECENT_BLOCKHASHES);
    return new AdvanceNonce(view.writable(0, "nonce account"), view.signer(2, "nonce authority"));
  }
}
