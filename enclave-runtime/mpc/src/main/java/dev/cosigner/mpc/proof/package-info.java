/**
 * Proofs: each a class with its statement, witness and proof as records, {@code prove} and {@code
 * verify}.
 */
package dev.cosigner.mpc.proof;
