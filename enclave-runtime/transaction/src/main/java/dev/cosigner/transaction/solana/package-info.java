/**
 * Solana: messages, legacy and version 0, with the instructions that a payment is made of.
 *
 * <p>{@link dev.cosigner.transaction.solana.SolanaTransaction} reads a message or a whole
 * transaction. Understood are the System program's Transfer, CreateAccount and AdvanceNonceAccount,
 * the Token program's Transfer and TransferChecked, the Associated Token Account program's Create
 * and CreateIdempotent, both Memo programs and the Compute Budget program; any other program or
 * instruction is refused by its name, and so are address look-up tables and messages that others
 * than the wallet must sign.
 */
package dev.cosigner.transaction.solana;
