package dev.cosigner.transaction;

import dev.cosigner.transaction.solana.SolanaTransaction;
import java.util.List;

/** A transaction of which every byte was read and understood. */
public sealed interface DecodedTransaction permits SolanaTransaction {
  /** The network whose rules decoded it. */
  Network network();

  /** The bytes that were decoded; encoding what was understood gives the same. */
  byte[] encoded();

  /** Addresses that must sign, in the network's order. */
  List<String> requiredSigners();

  /**
   * What a person confirms: the same bytes and wallet give the same rendering everywhere.
   *
   * @param wallet the address that is asked to sign
   * @throws TransactionException where the wallet does not sign, or others must too
   */
  Rendering render(String wallet) throws TransactionException;

  /**
   * The bytes to sign with the wallet's key, one entry for each signature in order (Solana: one
   * entry, the message itself). Only what {@link #render} shows can be signed.
   *
   * @param wallet the address that is asked to sign
   * @throws TransactionException where {@link #render} throws it
   */
  List<byte[]> bytesToSign(String wallet) throws TransactionException;

  /**
   * The bytes to send to the network.
   *
   * @param signatures one for each entry of {@link #bytesToSign}, in its order
   * @throws TransactionException where their number or length is another, or one does not verify
   */
  byte[] assemble(List<byte[]> signatures) throws TransactionException;
}
