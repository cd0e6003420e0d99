/**
 * Attestation documents of the Nitro Secure Module and what a verifier accepts.
 *
 * <p>{@link dev.cosigner.protocol.attestation.AttestationVerifier} is the one way to trust a
 * document: it checks the COSE signature, the certificates up to a pinned root, freshness, the
 * fields that bind the document to its purpose, and all three measurements of the image. What it
 * cannot accept it refuses with an {@link
 * dev.cosigner.protocol.attestation.AttestationException.Reason} of its own. Sources: AWS Nitro
 * Enclaves user guide, "Verifying the root of trust" (attestation document specification and
 * validation), RFC 9052 for COSE, RFC 5280 for certificates.
 */
package dev.cosigner.protocol.attestation;
