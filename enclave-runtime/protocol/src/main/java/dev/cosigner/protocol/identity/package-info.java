/**
 * Ed25519 (RFC 8032) for the identities of cosigners and operators, on the JDK's implementation
 * with stricter checks: one encoding for each key and signature, and no keys of small order, under
 * which a signature could verify for several messages.
 */
package dev.cosigner.protocol.identity;
