package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.util.List;

/**
 * The Token program (spl-token, {@code TokenInstruction}): one byte for the instruction, then its
 * fields. Accounts after the owner would be signers of a multisignature owner: refused.
 */
final class TokenProgram {
  private static final String NAME = "Token program";
  static final int TRANSFER_CHECKED = 12;

  /** Names by number; the Token-2022 program has the same and more. */
  static final List<String> INSTRUCTIONS =
      List.of(
          "InitializeMint",
          "InitializeAccount",
          "InitializeMultisig",
          "Transfer",
          "Approve",
          "Revoke",
          "SetAuthority",
          "MintTo",
          "Burn",
          "CloseAccount",
          "FreezeAccount",
          "ThawAccount",
          "TransferChecked",
          "ApproveChecked",
          "MintToChecked",
          "BurnChecked",
          "InitializeAccount2",
          "SyncNative",
          "InitializeAccount3",
          "InitializeMultisig2",
          "InitializeMint2",
          "GetAccountDataSize",
          "InitializeImmutableOwner",
          "AmountToUiAmount",
          "UiAmountToAmount");

  private TokenProgram() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    ByteReader data = view.data();
    int number = data.u8("number of a Token instruction");
    SolanaInstruction instruction =
        switch (number) {
          case 3 -> transfer(view, data);
          case TRANSFER_CHECKED -> transferChecked(view, data);
          default ->
              throw view.unsupported(
                  NAME,
                  number < INSTRUCTIONS.size() ? INSTRUCTIONS.get(number) : "number " + number);
        };
    data.end("data of a Token instruction");
    return instruction;
  }

  private static TokenTransfer transfer(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("Transfer", 3);
    return new TokenTransfer(
        view.writable(0, "source of tokens"),
        view.writable(1, "destination of tokens"),
        view.signer(2, "owner of tokens"),
        data.u64("amount"));
  }

  private static TokenTransferChecked transferChecked(InstructionView view, ByteReader data)
      throws TransactionException {
    view.takesAccounts("TransferChecked", 4);
    return new TokenTransferChecked(
        view.writable(0, "source of tokens"),
        view.account(1),
        view.writable(2, "destination of tokens"),
        view.signer(3, "owner of tokens"),
        data.u64("amount"),
        data.u8("decimals"));
  }
}
