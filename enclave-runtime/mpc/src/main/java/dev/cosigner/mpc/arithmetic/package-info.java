/**
 * Integers and residues under threshold ECDSA. Public values are {@link java.math.BigInteger}s;
 * values that must stay secret are {@link dev.cosigner.mpc.arithmetic.SecretInteger}s, which only
 * {@link dev.cosigner.mpc.arithmetic.LibcryptoArithmetic} can make.
 */
package dev.cosigner.mpc.arithmetic;
