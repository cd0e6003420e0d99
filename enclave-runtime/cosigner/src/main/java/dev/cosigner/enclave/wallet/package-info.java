/**
 * Wallets in an enclave's memory, and the ceremonies that make and use them.
 *
 * <p>A {@link dev.cosigner.enclave.wallet.Ceremony} runs at each of its members: they exchange one
 * fresh nonce each, which name the sessions, then run the MPC protocols of its {@link
 * dev.cosigner.enclave.wallet.Phase phases} in turn. Envelopes are sealed and opened by {@link
 * dev.cosigner.enclave.wallet.Ceremonies}, which the server's handlers call.
 */
package dev.cosigner.enclave.wallet;
