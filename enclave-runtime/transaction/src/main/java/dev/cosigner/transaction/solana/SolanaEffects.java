package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.Setting;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the effects of one message; used once. */
final class SolanaEffects {
  // Rent of two years for 128 bytes of metadata and 165 of a token account (Solana documentation,
  // "Rent"; spl-token, Account::LEN): (128 + 165) bytes * 3480 lamports * 2 years.
  private static final BigInteger TOKEN_ACCOUNT_DEPOSIT = BigInteger.valueOf(2_039_280);
  private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);

  private final WalletContext wallet;
  private final Asset sol;
  private final List<Effect> effects = new ArrayList<>();
  private final Map<SolanaAddress, SolanaAddress> tokenAccountOwners = new HashMap<>();

  SolanaEffects(WalletContext wallet) {
    this.wallet = wallet;
    this.sol = Asset.nativeOf(wallet.chain());
  }

  List<Effect> of(SolanaMessage message, List<SolanaInstruction> instructions)
      throws TransactionException {
    BigInteger price = BigInteger.ZERO;
    for (SolanaInstruction instruction : instructions) {
      if (instruction instanceof ComputeUnitPrice given) {
        price = FixedPoint.unsigned(given.microLamports());
      }
    }
    effects.add(
        new Effect.Fee(
            sol,
            SolanaFee.bound(message.signers().size(), instructions),
            new Effect.Rate(price, MICRO, "compute unit")));
    for (int i = 0; i < instructions.size(); i++) {
      add(i + 1, instructions.get(i));
    }
    return List.copyOf(effects);
  }

  private void add(int number, SolanaInstruction instruction) throws TransactionException {
    switch (instruction) {
      case SystemTransfer transfer ->
          effects.add(
              Effect.Transfer.of(
                  wallet,
                  sol,
                  transfer.from().toString(),
                  transfer.to().toString(),
                  FixedPoint.unsigned(transfer.lamports())));
      case CreateAccount create ->
          effects.add(
              new Effect.AccountCreation(
                  wallet.chain(),
                  create.payer().toString(),
                  create.account().toString(),
                  create.owner().toString(),
                  FixedPoint.unsigned(create.lamports())));
      case CreateTokenAccount create -> {
        tokenAccountOwners.put(create.account(), create.owner());
        effects.add(
            new Effect.AccountCreation(
                wallet.chain(),
                create.payer().toString(),
                create.account().toString(),
                create.owner().toString(),
                TOKEN_ACCOUNT_DEPOSIT));
      }
      case AdvanceNonce nonce ->
          effects.add(
              new Effect.DurableNonce(
                  wallet.chain(), nonce.nonceAccount().toString(), nonce.authority().toString()));
      case TokenTransfer transfer ->
          throw new TransactionException(
              Reason.UNNAMED_ASSET,
              "instruction " + number + ", amount",
              "an instruction that names the token's mint, such as TransferChecked",
              "Transfer, which leaves it to the source account " + transfer.source(),
              TransactionException.NO_OFFSET);
      case TokenTransferChecked transfer -> effects.add(tokens(transfer));
      case Memo memo -> effects.add(new Effect.Memo(wallet.chain(), Sha256.hex(memo.text())));
      case Setting setting -> {
        // Part of the fee.
      }
    }
  }

  /** Whoever signs as owner or delegate has the tokens at its disposal: they count as its own. */
  private Effect tokens(TokenTransferChecked transfer) {
    Effect.Transfer plain =
        Effect.Transfer.of(
            wallet,
            Asset.of(wallet.chain(), Asset.Kind.TOKEN, transfer.mint().toString()),
            transfer.owner().toString(),
            transfer.destination().toString(),
            FixedPoint.unsigned(transfer.amount()));
    // The program that creates the account in the same transaction vouches for its owner.
    SolanaAddress owner = tokenAccountOwners.get(transfer.destination());
    return new Effect.Transfer(
        plain.kind(),
        plain.asset(),
        plain.from(),
        plain.to(),
        Optional.ofNullable(owner).map(SolanaAddress::toString),
        plain.amount());
  }
}
