/** Child keys of a group's public key: BIP-32 without hardening, on secp256k1. */
package dev.cosigner.mpc.derivation;
