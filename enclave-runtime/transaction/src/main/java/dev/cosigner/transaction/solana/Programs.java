package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;

/** Addresses of Solana's programs and system variables. */
final class Programs {
  static final SolanaAddress SYSTEM = address("11111111111111111111111111111111");
  static final SolanaAddress TOKEN = address("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
  static final SolanaAddress TOKEN_2022 = address("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
  static final SolanaAddress ASSOCIATED_TOKEN =
      address("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
  static final SolanaAddress MEMO_1 = address("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");
  static final SolanaAddress MEMO = address("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
  static final SolanaAddress COMPUTE_BUDGET =
      address("ComputeBudget111111111111111111111111111111");
  static final SolanaAddress STAKE = address("Stake11111111111111111111111111111111111111");
  static final SolanaAddress VOTE = address("Vote111111111111111111111111111111111111111");
  static final SolanaAddress RECENT_BLOCKHASHES =
      address("SysvarRecentB1ockHashes11111111111111111111");
  static final SolanaAddress CLOCK = address("SysvarC1ock11111111111111111111111111111111");
  static final SolanaAddress STAKE_HISTORY = address("SysvarStakeHistory1111111111111111111111111");
  static final SolanaAddress STAKE_CONFIG = address("StakeConfig11111111111111111111111111111111");
  static final SolanaAddress RENT = address("SysvarRent111111111111111111111111111111111");

  private Programs() {}

  private static SolanaAddress address(String text) {
    try {
      return SolanaAddress.parse(text);
    } catch (TransactionException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
