package dev.cosigner.mpc.arithmetic;

import java.math.BigInteger;
import java.util.List;

/** A public odd modulus, by {@link BigInteger}. */
final class BigIntegerModulus implements Modulus {
  private final BigInteger modulus;

  BigIntegerModulus(BigInteger modulus) {
    this.modulus = requireOdd(modulus);
  }

  static BigInteger requireOdd(BigInteger modulus) {
    if (modulus.compareTo(BigInteger.ONE) <= 0 || !modulus.testBit(0)) {
      throw new IllegalArgumentException(
          "expected an odd modulus above 1, found one of " + modulus.bitLength() + " bits");
    }
    return modulus;
  }

  @Override
  public BigInteger value() {
    return modulus;
  }

  @Override
  public BigInteger power(BigInteger base, BigInteger exponent) {
    return base.modPow(exponent, modulus);
  }

  @Override
  public BigInteger product(List<Power> powers) {
    var product = BigInteger.ONE;
    for (var power : powers) {
      product = multiply(product, power(power.base(), power.exponent()));
    }
    return product;
  }

  /** By quadratic reciprocity: Cohen, A Course in Computational Algebraic Number Theory, 1.4.10. */
  @Override
  public int jacobi(BigInteger a) {
    var x = a.mod(modulus);
    var n = modulus;
    int symbol = 1;
    while (x.signum() != 0) {
      int twos = x.getLowestSetBit();
      x = x.shiftRight(twos);
      int nMod8 = n.intValue() & 7;
      if ((twos & 1) == 1 && (nMod8 == 3 || nMod8 == 5)) {
        symbol = -symbol;
      }
      if ((n.intValue() & 3) == 3 && (x.intValue() & 3) == 3) {
        symbol = -symbol;
      }
      var next = n.mod(x);
      n = x;
      x = next;
    }
    return n.equals(BigInteger.ONE) ? symbol : 0;
  }
}
