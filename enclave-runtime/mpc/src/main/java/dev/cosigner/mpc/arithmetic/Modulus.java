package dev.cosigner.mpc.arithmetic;

import java.math.BigInteger;
import java.util.List;

/**
 * Arithmetic on public values modulo a public odd number, in variable time. Results are in [0,
 * modulus); arguments are any integers. May be used by several threads at once.
 */
public sealed interface Modulus permits LibcryptoModulus, BigIntegerModulus {

  BigInteger value();

  default BigInteger multiply(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(value());
  }

  /**
   * The multiplicative inverse.
   *
   * @throws ArithmeticException if there is none
   */
  default BigInteger invert(BigInteger a) {
    return a.modInverse(value());
  }

  /** Whether {@code 0 < a < modulus} and they have no common factor. */
  default boolean isUnit(BigInteger a) {
    return a.signum() > 0 && a.compareTo(value()) < 0 && a.gcd(value()).equals(BigInteger.ONE);
  }

  /**
   * {@code base^exponent}.
   *
   * @throws ArithmeticException if the exponent is negative and the base has no inverse
   */
  BigInteger power(BigInteger base, BigInteger exponent);

  /**
   * The product of powers, which costs less than the powers: they share their squarings. 1 for
   * none.
   *
   * @throws ArithmeticException if an exponent is negative and its base has no inverse
   */
  BigInteger product(List<Power> powers);

  /**
   * Powers of one unit with many exponents that are not negative, which may cost less than one by
   * one.
   */
  default List<BigInteger> powers(BigInteger base, List<BigInteger> exponents) {
    return exponents.stream().map(exponent -> power(base, exponent)).toList();
  }

  /**
   * The same power of many bases, which may cost less than one by one. Nothing of one base goes
   * into the power of another.
   *
   * @param exponent 0 or greater
   */
  default List<BigInteger> powers(List<BigInteger> bases, BigInteger exponent) {
    return bases.stream().map(base -> power(base, exponent)).toList();
  }

  /** The Jacobi symbol (a / modulus): 1, 0 or -1. */
  int jacobi(BigInteger a);
}
