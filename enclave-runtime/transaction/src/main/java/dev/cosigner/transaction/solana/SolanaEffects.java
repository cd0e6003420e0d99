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
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.Setting;
import dev.cosigner.transaction.solana.SolanaInstruction.StakeInstruction;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
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
  // The same for at most 256 bytes: the mint's extensions can ask for 30 bytes more.
  private static final BigInteger TOKEN_2022_ACCOUNT_DEPOSIT = BigInteger.valueOf(2_672_640);
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
    for (AddressTable table : message.tables()) {
      effects.add(
          new Effect.AddressLookup(
              wallet.chain(),
              table.table().toString(),
              table.accounts().stream().map(SolanaAddress::toString).toList()));
    }
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i) instanceof CreateAccountWithSeed create) {
        refuseUnclaimed(i + 1, create, instructions.subList(i + 1, instructions.size()));
      }
      add(i + 1, instructions.get(i));
    }
    return List.copyOf(effects);
  }

  /**
   * Programs let anyone set up an account that nobody has set up yet: a stake account with the
   * deposit would be the first comer's. To split stake into it takes powers from an account that
   * the message does not show, so that does not count.
   */
  private static void refuseUnclaimed(
      int number, CreateAccountWithSeed create, List<SolanaInstruction> later)
      throws TransactionException {
    boolean claimed =
        later.stream()
            .anyMatch(instruction ->
                instruction instanceof SolanaInstruction.InitializeStake i
                    && i.account().equals(create.account()));
    if (!create.owner().equals(Programs.SYSTEM) && !claimed) {
      throw new TransactionException(
          Reason.UNCLAIMED_ACCOUNT,
          "instruction " + number + ", new account",
          "an account of the System program, or a stake account that a later instruction sets up",
          create.account() + " of the program " + create.owner() + ", free for anyone to set up",
          TransactionException.NO_OFFSET);
    }
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
      case CreateAccountWithSeed create ->
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
                create.token2022() ? TOKEN_2022_ACCOUNT_DEPOSIT : TOKEN_ACCOUNT_DEPOSIT));
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
      case TokenTransferChecked transfer ->
          effects.add(
              tokens(transfer.mint(), transfer.owner(), transfer.destination(), transfer.amount()));
      case Token2022Transfer transfer ->
          effects.add(
              tokens(transfer.mint(), transfer.owner(), transfer.destination(), transfer.amount()));
      case StakeInstruction stake -> stake(stake);
      case Memo memo -> effects.add(new Effect.Memo(wallet.chain(), Sha256.hex(memo.text())));
      case Setting setting -> {
        // Part of the fee.
      }
    }
  }

  private void stake(StakeInstruction instruction) {
    switch (instruction) {
      case SolanaInstruction.InitializeStake i -> {
        authority(i.account(), "staker", i.staker());
        authority(i.account(), "withdrawer", i.withdrawer());
      }
      case SolanaInstruction.AuthorizeStake i ->
          authority(i.account(), i.withdrawer() ? "withdrawer" : "staker", i.to());
      case SolanaInstruction.DelegateStake i -> stake("delegate", i.account(), i.vote());
      case SolanaInstruction.DeactivateStake i ->
          effects.add(
              new Effect.Stake(
                  wallet.chain(), "deactivate", i.account().toString(), Optional.empty()));
      case SolanaInstruction.SplitStake i -> stake("split", i.account(), i.other());
      case SolanaInstruction.MergeStake i -> stake("merge", i.account(), i.source());
      // Whoever signs as withdrawer has the stake at its disposal: it counts as its own.
      case SolanaInstruction.WithdrawStake i ->
          effects.add(
              Effect.Transfer.of(
                  wallet,
                  sol,
                  i.authority().toString(),
                  i.to().toString(),
                  FixedPoint.unsigned(i.lamports())));
    }
  }

  private void stake(String action, SolanaAddress account, SolanaAddress counterparty) {
    effects.add(
        new Effect.Stake(
            wallet.chain(), action, account.toString(), Optional.of(counterparty.toString())));
  }

  private void authority(SolanaAddress account, String authority, SolanaAddress to) {
    effects.add(
        new Effect.AuthorityChange(
            wallet.chain(), account.toString(), authority, Optional.of(to.toString())));
  }

  /** Whoever signs as owner or delegate has the tokens at its disposal: they count as its own. */
  private Effect tokens(
      SolanaAddress mint, SolanaAddress authority, SolanaAddress destination, long amount) {
    Effect.Transfer plain =
        Effect.Transfer.of(
            wallet,
            Asset.of(wallet.chain(), Asset.Kind.TOKEN, mint.toString()),
            authority.toString(),
            destination.toString(),
            FixedPoint.unsigned(amount));
    // The program that creates the account in the same transaction vouches for its owner.
    SolanaAddress owner = tokenAccountOwners.get(destination);
    return new Effect.Transfer(
        plain.kind(),
        plain.asset(),
        plain.from(),
        plain.to(),
        Optional.ofNullable(owner).map(SolanaAddress::toString),
        plain.amount());
  }
}
