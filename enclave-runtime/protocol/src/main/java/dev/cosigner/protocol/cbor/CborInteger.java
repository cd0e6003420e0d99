package dev.cosigner.protocol.cbor;

/**
 * An integer of major type 0 or 1.
 *
 * @param value any 64-bit integer with sign
 */
public record CborInteger(long value) implements CborValue {}
