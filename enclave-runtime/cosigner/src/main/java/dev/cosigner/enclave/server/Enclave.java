package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.RandomSource;

/**
 * A booted enclave: what its request handlers work with.
 *
 * @param version the version of this software
 * @param anchor whose root the NSM's documents end in: {@code aws} or {@code development}
 * @param nsm the NSM
 * @param clock the trusted time
 * @param random the randomness
 * @param identity what was drawn at boot
 * @param bootNanos when it booted, by {@link System#nanoTime}
 */
public record Enclave(
    String version,
    String anchor,
    Nsm nsm,
    EnclaveClock clock,
    RandomSource random,
    EnclaveIdentity identity,
    long bootNanos) {}
