package dev.cosigner.transaction.solana;

import java.util.List;

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
   * Associated Token Account program, Create or CreateIdempotent.
   *
   * @param idempotent an account that exists already is no error
   */
  record CreateTokenAccount(
      SolanaAddress payer,
      SolanaAddress account,
      SolanaAddress owner,
      SolanaAddress mint,
      boolean idempotent)
      implements SolanaInstruction {
    @Override
    public String title() {
      return idempotent ? "Create a token account unless it exists" : "Create a token account";
    }

    @Override
    public String program() {
      return "Associated Token Account program";
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
