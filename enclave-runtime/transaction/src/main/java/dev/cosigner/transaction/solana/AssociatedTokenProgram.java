package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;

/**
 * The Associated Token Account program (spl-associated-token-account): Create, as no data or 0, and
 * CreateIdempotent, as 1. The program itself derives the account from owner and mint, and refuses
 * an existing account of another owner or mint.
 */
final class AssociatedTokenProgram {
  private static final String NAME = "Associated Token Account program";

  private AssociatedTokenProgram() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    ByteReader data = view.data();
    int number = data.remaining() == 0 ? 0 : data.u8("number of an instruction");
    if (number > 1) {
      throw view.unsupported(NAME, number == 2 ? "RecoverNested" : "number " + number);
    }
    data.end("data of an Associated Token Account instruction");
    // Until 2022 the system variable for rent was a seventh account; clients still give it.
    if (view.accountCount() == 7) {
      view.isAccount(6, "rent", Programs.RENT);
    } else {
      view.takesAccounts("Create", 6);
    }
    view.isAccount(4, "system program", Programs.SYSTEM);
    boolean token2022 = view.account(5).equals(Programs.TOKEN_2022);
    if (!token2022) {
      view.isAccount(5, "token program", Programs.TOKEN);
    }
    return new CreateTokenAccount(
        view.writableSigner(0, "payer"),
        view.writable(1, "token account"),
        view.account(2),
        view.account(3),
        number == 1,
        token2022);
  }
}
