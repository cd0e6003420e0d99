package dev.cosigner.transaction.solana;

import java.util.List;
import java.util.Optional;

/**
 * An instruction that is fully understood. Amounts of 64 bits are unsigned: {@link
 * Long#toUnsignedString(long)}.
 */
public sealed interface SolanaInstruction {
  /** What it does, in a few words. */
  String title();

  /** The name of the program that runs it. */
  String program();

  /** An instruction that only sets how the whole transaction is run and paid. */
  sealed interface Setting extends SolanaInstruction {
    @Override
    default String program() {
      return "Compute Budget program";
    }
  }

  /** System program, Transfer. */
  record SystemTransfer(SolanaAddress from, SolanaAddress to, long lamports)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Transfer SOL";
    }

    @Override
    public String program() {
      return "System program";
    }
  }

  /** System program, CreateAccount: {@code account} signs too. */
  record CreateAccount(
      SolanaAddress payer, SolanaAddress account, long lamports, long space, SolanaAddress owner)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Create an account";
    }

    @Override
    public String program() {
      return "System program";
    }
  }

  /**
   * System program, CreateAccountWithSeed: the account's address is that of the payer, the seed and
   * the owner; nobody else signs.
   */
  record CreateAccountWithSeed(
      SolanaAddress payer,
      SolanaAddress account,
      String seed,
      long lamports,
      long space,
      SolanaAddress owner)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Create an account of the payer";
    }

    @Override
    public String program() {
      return "System program";
    }
  }

  /** System program, AdvanceNonceAccount: the transaction's blockhash is a durable nonce. */
  record AdvanceNonce(SolanaAddress nonceAccount, SolanaAddress authority)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Advance a durable nonce";
    }

    @Override
    public String program() {
      return "System program";
    }
  }

  /** Token program, Transfer: neither mint nor decimals are in the transaction. */
  record TokenTransfer(
      SolanaAddress source, SolanaAddress destination, SolanaAddress owner, long amount)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Transfer tokens of an unnamed mint";
    }

    @Override
    public String program() {
      return "Token program";
    }
  }

  /**
   * Token program, TransferChecked: the program refuses another mint or number of decimals.
   *
   * @param decimals 0 to 255
   */
  record TokenTransferChecked(
      SolanaAddress source,
      SolanaAddress mint,
      SolanaAddress destination,
      SolanaAddress owner,
      long amount,
      int decimals)
      implements SolanaInstruction {
    @Override
    public String title() {
      return "Transfer tokens";
    }

    @Override
    public String program() {
      return "Token program";
    }
  }

  /**
   * Token-2022 program, TransferChecked or TransferCheckedWithFee.
   *
   * @param decimals 0 to 255
   * @param fee that the mint's issuer withholds from what arrives, exactly; empty where the
   *     transaction does not say it
   */
  record Token2022Transfer(
      SolanaAddress source,
      SolanaAddress mint,
      SolanaAddress destination,
      SolanaAddress owner,
      long amount,
      int decimals,
      Optional<Long> fee)
      implements SolanaInstruction {
    @Override
    public String title() {
      return fee.isPresent() ? "Transfer tokens with a fee" : "Transfer tokens";
    }

    @Override
    public String program() {
      return "Token-2022 program";
    }
  }

  /**
   * Associated Token Account program, Create or CreateIdempotent.
   *
   * @param idempotent an account that exists already is no error
   * @param token2022 whether the account is one of the Token-2022 program
   */
  record CreateTokenAccount(
      SolanaAddress payer,
      SolanaAddress account,
      SolanaAddress owner,
      SolanaAddress mint,
      boolean idempotent,
      boolean token2022)
      implements SolanaInstruction {
    /** An account of the Token program. */
    public CreateTokenAccount(
        SolanaAddress payer,
        SolanaAddress account,
        SolanaAddress owner,
        SolanaAddress mint,
        boolean idempotent) {
      this(payer, account, owner, mint, idempotent, false);
    }

    @Override
    public String title() {
      return idempotent ? "Create a token account unless it exists" : "Create a token account";
    }

    @Override
    public String program() {
      return "Associated Token Account program";
    }
  }

  /** What the Stake program does. */
  sealed interface StakeInstruction extends SolanaInstruction {
    @Override
    default String program() {
      return "Stake program";
    }
  }

  /** Stake program, Initialize without a lockup: who may delegate, and who may withdraw. */
  record InitializeStake(SolanaAddress account, SolanaAddress staker, SolanaAddress withdrawer)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Set up a stake account";
    }
  }

  /**
   * Stake program, Authorize.
   *
   * @param withdrawer whether it is the power to withdraw, and not only to delegate
   */
  record AuthorizeStake(
      SolanaAddress account, SolanaAddress authority, SolanaAddress to, boolean withdrawer)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Put another in charge of a stake account";
    }
  }

  /** Stake program, DelegateStake. */
  record DelegateStake(SolanaAddress account, SolanaAddress vote, SolanaAddress authority)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Delegate stake";
    }
  }

  /** Stake program, Deactivate. */
  record DeactivateStake(SolanaAddress account, SolanaAddress authority)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Deactivate stake";
    }
  }

  /** Stake program, Split: lamports go to another stake account with the same authorities. */
  record SplitStake(
      SolanaAddress account, SolanaAddress other, SolanaAddress authority, long lamports)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Split stake";
    }
  }

  /** Stake program, Merge: all of {@code source} goes to {@code account}. */
  record MergeStake(SolanaAddress account, SolanaAddress source, SolanaAddress authority)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Merge stake";
    }
  }

  /** Stake program, Withdraw. */
  record WithdrawStake(
      SolanaAddress account, SolanaAddress to, SolanaAddress authority, long lamports)
      implements StakeInstruction {
    @Override
    public String title() {
      return "Withdraw stake";
    }
  }

  /**
   * Memo program: text that stays on the ledger.
   *
   * @param signers who sign the text, in its order
   */
  record Memo(String text, List<SolanaAddress> signers) implements SolanaInstruction {
    /** Copies the list. */
    public Memo {
      signers = List.copyOf(signers);
    }

    @Override
    public String title() {
      return "Memo";
    }

    @Override
    public String program() {
      return "Memo program";
    }
  }

  /** Compute Budget program, SetComputeUnitLimit: 0 to 1,400,000. */
  record ComputeUnitLimit(long units) implements Setting {
    @Override
    public String title() {
      return "Limit compute units";
    }
  }

  /** Compute Budget program, SetComputeUnitPrice: millionths of a lamport for each unit. */
  record ComputeUnitPrice(long microLamports) implements Setting {
    @Override
    public String title() {
      return "Set the price of compute units";
    }
  }

  /** Compute Budget program, RequestHeapFrame: bytes for each program. */
  record HeapFrame(long bytes) implements Setting {
    @Override
    public String title() {
      return "Request heap";
    }
  }

  /** Compute Budget program, SetLoadedAccountsDataSizeLimit: bytes. */
  record LoadedAccountsLimit(long bytes) implements Setting {
    @Override
    public String title() {
      return "Limit loaded accounts";
    }
  }
}
