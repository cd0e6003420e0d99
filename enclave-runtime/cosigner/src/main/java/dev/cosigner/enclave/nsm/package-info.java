/**
 * The Nitro Secure Module and what the enclave rests on it: attestation documents, measurements,
 * trusted time, and randomness.
 */
package dev.cosigner.enclave.nsm;
