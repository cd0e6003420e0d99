package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.cbor.CborLimits;

/** Bounds of the records of this package, checked before anything is allocated. */
final class WalletLimits {
  /** A plan, a request or an enrolment. */
  static final CborLimits RECORD = new CborLimits(64 * 1024, 6, 4096, false);

  /** What members attest: a plan and what came of it. */
  static final CborLimits STATEMENT = new CborLimits(128 * 1024, 6, 4096, false);

  /** A certificate: a statement with one attestation document per member. */
  static final CborLimits CERTIFICATE = new CborLimits(512 * 1024, 6, 4096, false);

  private WalletLimits() {}
}
