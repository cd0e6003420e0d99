/**
 * Bitcoin: partially signed transactions, version 0 (BIP-174) and version 2 (BIP-370).
 *
 * <p>{@link dev.cosigner.transaction.bitcoin.BitcoinTransaction} reads a PSBT that spends outputs
 * of the forms P2PKH, P2SH-P2WPKH, P2WPKH and P2TR by its key, computes what is to be signed
 * itself, and makes the transaction for the network from the signatures. Refused are signatures
 * that do not cover everything, amounts that are not proved, inputs of others, fields and scripts
 * that are not understood, and outputs that claim to be the wallet's and are not.
 */
package dev.cosigner.transaction.bitcoin;
