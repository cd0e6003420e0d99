package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import java.util.List;
import java.util.Optional;

/**
 * One signature that a transaction needs.
 *
 * @param input its number, from 0
 * @param kind P2TR is signed by BIP-340, the others by ECDSA
 * @param hash what is signed, 32 bytes
 * @param publicKey that verifies: 33 bytes for ECDSA; the output key's 32 bytes for BIP-340
 * @param path of the key from the wallet's; empty where the caller listed the address
 * @param tweak for Taproot: what is added to the key at {@code path} (its y even), 32 bytes; empty
 *     otherwise
 */
public record SigningInput(
    int input,
    InputKind kind,
    ByteString hash,
    ByteString publicKey,
    Optional<List<Long>> path,
    Optional<ByteString> tweak) {}
