/** Transactions: strict decoding, rendering for people, rules. Pure. */
module dev.cosigner.transaction {
  requires dev.cosigner.protocol;
}
