/**
 * COSE_Sign1 (RFC 9052, section 4.2) in the one form that the NSM and AWS's image tools write: a
 * protected header with the algorithm alone, an empty unprotected header, a payload, and an ECDSA
 * signature as {@code r || s} (RFC 9053, section 2.1). {@link dev.cosigner.protocol.cose.CoseSign1}
 * is the structure, {@link dev.cosigner.protocol.cose.CoseAlgorithm} signs and verifies.
 */
package dev.cosigner.protocol.cose;
