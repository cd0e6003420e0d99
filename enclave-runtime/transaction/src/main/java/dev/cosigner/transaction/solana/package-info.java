/**
 * Solana: messages, legacy and version 0, with the instructions that a payment is made of.
 *
 * <p>{@link dev.cosigner.transaction.solana.SolanaTransaction} reads a message or a whole
 * transaction. Understood are the System program's Transfer, CreateAccount, CreateAccountWithSeed
 * and AdvanceNonceAccount, the Token program's Transfer and TransferChecked, the Token-2022
 * program's TransferChecked and TransferCheckedWithFee, the Associated Token Account program's
 * Create and CreateIdempotent, the Stake program's Initialize (without a lockup), Authorize,
 * DelegateStake, Split, Withdraw, Deactivate and Merge, both Memo programs and the Compute Budget
 * program; any other program or instruction is refused by its name, and so are address look-up
 * tables of which the policy does not say the content, and messages that others than the wallet
 * must sign.
 */
package dev.cosigner.transaction.solana;
