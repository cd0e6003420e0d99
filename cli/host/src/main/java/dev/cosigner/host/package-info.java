/**
 * The parent's side of an enclave: starting and ending it, the streams to it, and the carrying of
 * envelopes between several. Nothing here is trusted and nothing here can read what it carries;
 * every promise to an operator is made by attestation and checked elsewhere.
 *
 * <pre>{@code
 * try (EnclaveConnection enclave =
 *     EnclaveConnection.open(directory.vsock(), EnclaveConnection.PORT, Duration.ofSeconds(5))) {
 *   CborValue answer = enclave.call("describe", CborValue.array(nonce), Duration.ofSeconds(5));
 * }
 * }</pre>
 */
package dev.cosigner.host;
