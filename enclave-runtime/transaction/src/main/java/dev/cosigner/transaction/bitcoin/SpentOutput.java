package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import java.util.Optional;

/**
 * What an input spends, proved as far as its kind demands, and how it is signed.
 *
 * @param kind of the output
 * @param output amount and script
 * @param publicKey 33 bytes, hashed by the output's script; for Taproot the internal key, 32 bytes,
 *     where the PSBT names one
 * @param origin where that key is said to come from
 * @param sighashType {@link SignatureHash#ALL}, or {@link SignatureHash#DEFAULT} for Taproot
 */
record SpentOutput(
    InputKind kind,
    RawTransaction.Output output,
    Optional<ByteString> publicKey,
    Optional<KeyOrigin> origin,
    int sighashType) {}
