/**
 * A key outside its enclaves, for disasters and for moving in: whole again from all shares of a
 * group, or split among new members. Offline work, of commands alone: no enclave and no ceremony
 * has a use for it, and its numbers are not constant-time.
 */
package dev.cosigner.cli.recovery;
