package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.RandomSource;
import dev.cosigner.protocol.attestation.AnchorKind;

/**
 * A booted enclave: what its request handlers work with.
 *
 * @param version the version of this software
 * @param anchorKind whose root the NSM's documents end in
 * @param nsm the NSM
 * @param clock the trusted time
 * @param random the randomness
 * @param identity what was drawn at boot
 * @param bootNanos when it booted, by {@link System#nanoTime}
 */
public record Enclave(
    String version,
    AnchorKind anchorKind,
    Nsm nsm,
    EnclaveClock clock,
    RandomSource random,
    EnclaveIdentity identity,
    long bootNanos) {}
