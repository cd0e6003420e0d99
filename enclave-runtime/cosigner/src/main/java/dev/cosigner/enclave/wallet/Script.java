package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.List;

/** What one kind of ceremony does at one member: its place, its phases, and what becomes of it. */
interface Script extends AutoCloseable {
  /** A hash of what was asked, 32 bytes: the same at all members, never the same twice. */
  ByteString id();

  /** The group that the envelopes name, 32 bytes. */
  ByteString group();

  /** The scheme of the wallet, part of every session id. */
  Scheme scheme();

  /** Until when members may begin, milliseconds since 1970: after that the id needs no memory. */
  long expiryMillis();

  /**
   * What this member was given beside what the id is a hash of. All members compare it before they
   * do anything, so that nobody is blamed for it later.
   */
  default byte[] input() {
    return new byte[0];
  }

  /** The cosigners that take part, each once. */
  List<Enrolment> cosigners();

  /** Judges the attestations of the other cosigners. */
  AttestationVerifier verifier();

  /** The phases in their order; the same at all members. */
  List<Phase<?>> phases();

  /** All phases are complete: what was made takes effect. The answer is the ceremony's result. */
  byte[] finish() throws CeremonyException;

  /** Wipes what did not take effect. */
  @Override
  void close();
}
