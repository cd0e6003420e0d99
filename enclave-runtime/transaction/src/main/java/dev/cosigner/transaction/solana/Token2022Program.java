package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import java.util.List;
import java.util.Optional;

/**
 * The Token-2022 program (spl-token-2022, {@code TokenInstruction}): the checked transfer, and that
 * of the transfer fee extension. Further accounts would be signers of a multisignature owner or
 * those of a transfer hook, a program of the mint's issuer: refused, and every other extension.
 */
final class Token2022Program {
  private static final String NAME = "Token-2022 program";
  private static final int TRANSFER_FEE_EXTENSION = 26;
  private static final int TRANSFER_CHECKED_WITH_FEE = 1;

  // From number 25 on; those before are the Token program's.
  private static final List<String> EXTENSIONS =
      List.of(
          "InitializeMintCloseAuthority",
          "TransferFeeExtension",
          "ConfidentialTransferExtension",
          "DefaultAccountStateExtension",
          "Reallocate",
          "MemoTransferExtension",
          "CreateNativeMint",
          "InitializeNonTransferableMint",
          "InterestBearingMintExtension",
          "CpiGuardExtension",
          "InitializePermanentDelegate",
          "TransferHookExtension",
          "ConfidentialTransferFeeExtension",
          "WithdrawExcessLamports",
          "MetadataPointerExtension",
          "GroupPointerExtension",
          "GroupMemberPointerExtension",
          "ConfidentialMintBurnExtension",
          "ScaledUiAmountExtension",
          "PausableExtension");

  private Token2022Program() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    ByteReader data = view.data();
    int number = data.u8("number of a Token-2022 instruction");
    boolean withFee = number == TRANSFER_FEE_EXTENSION;
    if (withFee) {
      int extension = data.u8("number of a transfer fee instruction");
      if (extension != TRANSFER_CHECKED_WITH_FEE) {
        throw view.unsupported(NAME, "TransferFeeExtension, number " + extension);
      }
    } else if (number != TokenProgram.TRANSFER_CHECKED) {
      throw view.unsupported(NAME, name(number));
    }
    view.takesAccounts(withFee ? "TransferCheckedWithFee" : "TransferChecked", 4);
    long amount = data.u64("amount");
    int decimals = data.u8("decimals");
    Optional<Long> fee = withFee ? Optional.of(data.u64("fee")) : Optional.empty();
    data.end("data of a Token-2022 instruction");
    if (fee.isPresent() && Long.compareUnsigned(fee.get(), amount) > 0) {
      throw view.invalid(
          "fee",
          "at most the amount, " + Long.toUnsignedString(amount),
          Long.toUnsignedString(fee.get()));
    }
    return new Token2022Transfer(
        view.writable(0, "source of tokens"),
        view.account(1),
        view.writable(2, "destination of tokens"),
        view.signer(3, "owner of tokens"),
        amount,
        decimals,
        fee);
  }

  private static String name(int number) {
    int extension = number - TokenProgram.INSTRUCTIONS.size();
    if (extension < 0) {
      return TokenProgram.INSTRUCTIONS.get(number);
    }
    return extension < EXTENSIONS.size() ? EXTENSIONS.get(extension) : "number " + number;
  }
}
