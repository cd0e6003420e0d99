package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;

/** One instruction of a message, for its program's decoder: accounts with their roles, and data. */
record InstructionView(SolanaMessage message, int number, CompiledInstruction compiled) {
  SolanaAddress program() {
    return message.accounts().get(compiled.program());
  }

  ByteReader data() {
    return new ByteReader(compiled.data(), compiled.dataOffset());
  }

  /** Refuses another number of accounts than {@code count}. */
  void takesAccounts(String instruction, int count) throws TransactionException {
    if (accountCount() != count) {
      throw refusal(
          Reason.WRONG_ACCOUNT_COUNT,
          instruction,
          count + " accounts",
          accountCount() + " accounts");
    }
  }

  int accountCount() {
    return compiled.accounts().size();
  }

  /** The account at {@code index}, in any role. */
  SolanaAddress account(int index) {
    return message.accounts().get(compiled.accounts().get(index));
  }

  SolanaAddress writable(int index, String role) throws TransactionException {
    return inRole(index, role, false, true);
  }

  SolanaAddress signer(int index, String role) throws TransactionException {
    return inRole(index, role, true, false);
  }

  SolanaAddress writableSigner(int index, String role) throws TransactionException {
    return inRole(index, role, true, true);
  }

  /** Refuses another account than {@code only} at {@code index}. */
  void isAccount(int index, String role, SolanaAddress only) throws TransactionException {
    if (!account(index).equals(only)) {
      throw refusal(Reason.WRONG_ACCOUNT, role, only.toString(), account(index).toString());
    }
  }

  TransactionException unsupported(String program, String instruction) {
    return refusal(
        Reason.UNSUPPORTED_INSTRUCTION, program, "an instruction that is understood", instruction);
  }

  TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_INSTRUCTION, named(what), expected, found, compiled.dataOffset());
  }

  TransactionException refusal(Reason reason, String what, String expected, String found) {
    return new TransactionException(reason, named(what), expected, found, compiled.offset());
  }

  private SolanaAddress inRole(int index, String role, boolean signs, boolean written)
      throws TransactionException {
    int account = compiled.accounts().get(index);
    if ((signs && !message.signs(account)) || (written && !message.writable(account))) {
      throw refusal(
          Reason.ACCOUNT_ROLE,
          role,
          roleName(signs, written),
          account(index)
              + ", which is "
              + roleName(message.signs(account), message.writable(account)));
    }
    return account(index);
  }

  private static String roleName(boolean signs, boolean written) {
    return (written ? "a writable" : "a read-only") + (signs ? " signer" : " account");
  }

  private String named(String what) {
    return "instruction " + number + ", " + what;
  }
}
