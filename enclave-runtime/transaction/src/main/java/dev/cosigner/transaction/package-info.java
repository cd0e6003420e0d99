/**
 * What is being signed: bytes decoded strictly, shown to people without loss or ambiguity.
 *
 * <p>{@link dev.cosigner.transaction.TransactionDecoder} turns bytes into a {@link
 * dev.cosigner.transaction.DecodedTransaction}, which names the signers it needs, renders itself
 * for the wallet that is asked to sign, and gives the bytes to sign. The same code runs in the
 * enclave and on the workstation of the person who approves; both compare the encoded {@link
 * dev.cosigner.transaction.Rendering}. Everything that is not fully understood is refused by a
 * {@link dev.cosigner.transaction.TransactionException} that says why.
 *
 * <p>Nothing here has a clock, a network or state.
 */
package dev.cosigner.transaction;
