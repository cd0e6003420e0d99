/** Transactions: strict decoding, rendering for people, rules. Pure. */
module dev.cosigner.transaction {
  requires transitive dev.cosigner.protocol;

  exports dev.cosigner.transaction;
  exports dev.cosigner.transaction.bitcoin;
  exports dev.cosigner.transaction.ethereum;
  exports dev.cosigner.transaction.policy;
  exports dev.cosigner.transaction.solana;
}
