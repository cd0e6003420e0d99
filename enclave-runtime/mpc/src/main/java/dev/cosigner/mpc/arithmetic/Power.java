package dev.cosigner.mpc.arithmetic;

import java.math.BigInteger;

/**
 * A public base and its public exponent, which may be negative.
 *
 * @param base any integer; a unit where the exponent is negative
 */
public record Power(BigInteger base, BigInteger exponent) {}
