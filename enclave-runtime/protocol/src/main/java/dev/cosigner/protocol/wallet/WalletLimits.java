package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.cbor.CborLimits;

/** Bounds of the records of this package, checked before anything is allocated. */
final class WalletLimits {
  /** A plan or a genesis. */
  static final CborLimits RECORD = new CborLimits(64 * 1024, 6, 4096, false);

  /** A certificate: a record with one attestation document per member. */
  static final CborLimits CERTIFICATE = new CborLimits(512 * 1024, 6, 4096, false);

  private WalletLimits() {}
}
