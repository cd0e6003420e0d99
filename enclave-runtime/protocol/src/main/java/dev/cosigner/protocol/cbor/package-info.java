/**
 * A strict subset of CBOR (RFC 8949) as a tree of values. One value has one encoding: minimal
 * lengths, definite sizes, no duplicate keys, no floating point, nothing after the value. What a
 * decoder accepts it encodes again to the same bytes, so signed structures cannot be varied. Sizes
 * and depth are bounded by {@link dev.cosigner.protocol.cbor.CborLimits} before anything is
 * allocated. The one exception is the indefinite-length outer map that real NSM attestation
 * documents carry; a caller has to ask for it.
 *
 * <pre>{@code
 * byte[] encoded = CborValue.array(CborValue.of(1), CborValue.of("ok")).encode();
 * List<CborValue> fields =
 *     CborDecoder.decode(encoded, CborLimits.of(1024, 4, 16)).asArrayOf("response", 2);
 * long version = fields.get(0).asInteger("version", 1, 1);
 * }</pre>
 */
package dev.cosigner.protocol.cbor;
