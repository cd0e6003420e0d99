package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of powers of public values whose squarings are shared: Straus's method with sliding
 * windows (Handbook of Applied Cryptography, 14.88 and 14.85).
 */
final class SharedSquarings {
  private final LibcryptoModulus modulus;
  private final Libcrypto libcrypto;
  private final Scratch scratch;
  private final MemorySegment rSquared;

  private SharedSquarings(LibcryptoModulus modulus, Scratch scratch) {
    this.modulus = modulus;
    this.scratch = scratch;
    libcrypto = modulus.libcrypto();
    rSquared = modulus.rSquared(scratch);
  }

  static BigInteger product(LibcryptoModulus modulus, List<Power> powers) {
    try (var scratch = new Scratch(modulus.libcrypto())) {
      return new SharedSquarings(modulus, scratch).product(powers);
    }
  }

  private BigInteger product(List<Power> powers) {
    var windows = new ArrayList<Windows>();
    for (var power : withoutNegativeExponents(powers)) {
      if (power.exponent().signum() != 0) {
        windows.add(new Windows(power));
      }
    }
    int bits = windows.stream().mapToInt(w -> w.digits.length).max().orElse(0);
    var product = scratch.number();
    multiply(product, rSquared, scratch.number(BigInteger.ONE));
    for (int i = bits - 1; i >= 0; i--) {
      multiply(product, product, product);
      for (var window : windows) {
        if (i < window.digits.length && window.digits[i] != 0) {
          multiply(product, product, window.oddPowers.get(window.digits[i] >> 1));
        }
      }
    }
    multiply(product, product, scratch.number(BigInteger.ONE));
    return modulus.read(scratch, product).publish();
  }

  private void multiply(MemorySegment product, MemorySegment x, MemorySegment y) {
    libcrypto.multiply(product, x, y, modulus.montgomery(), scratch.context());
  }

  /** One inversion serves all bases: Montgomery's trick. */
  private List<Power> withoutNegativeExponents(List<Power> powers) {
    var prefixes = new ArrayList<BigInteger>();
    var prefix = BigInteger.ONE;
    for (var power : powers) {
      prefixes.add(prefix);
      if (power.exponent().signum() < 0) {
        prefix = modulus.multiply(prefix, power.base());
      }
    }
    if (prefix.equals(BigInteger.ONE)) {
      return powers;
    }
    var inverse = modulus.invert(prefix);
    var positive = new ArrayList<Power>();
    for (int i = powers.size() - 1; i >= 0; i--) {
      var power = powers.get(i);
      if (power.exponent().signum() < 0) {
        positive.add(
            new Power(modulus.multiply(inverse, prefixes.get(i)), power.exponent().negate()));
        inverse = modulus.multiply(inverse, power.base());
      } else {
        positive.add(power);
      }
    }
    return positive;
  }

  /** One power: where in its exponent which odd digits stand, and the powers for them. */
  private final class Windows {
    private final int[] digits;
    private final List<MemorySegment> oddPowers = new ArrayList<>();

    Windows(Power power) {
      var exponent = power.exponent();
      int width = width(exponent.bitLength());
      digits = new int[exponent.bitLength()];
      int greatest = 1;
      for (int high = exponent.bitLength() - 1; high >= 0; ) {
        if (!exponent.testBit(high)) {
          high--;
          continue;
        }
        int low = Math.max(0, high - width + 1);
        while (!exponent.testBit(low)) {
          low++;
        }
        int digit = 0;
        for (int i = high; i >= low; i--) {
          digit = digit << 1 | (exponent.testBit(i) ? 1 : 0);
        }
        digits[low] = digit;
        greatest = Math.max(greatest, digit);
        high = low - 1;
      }
      var base = power.base().mod(modulus.value());
      oddPowers.add(scratch.number(base));
      multiply(oddPowers.getFirst(), oddPowers.getFirst(), rSquared);
      var square = scratch.number();
      multiply(square, oddPowers.getFirst(), oddPowers.getFirst());
      for (int digit = 3; digit <= greatest; digit += 2) {
        var next = scratch.number();
        multiply(next, oddPowers.getLast(), square);
        oddPowers.add(next);
      }
    }

    private static int width(int bits) {
      return bits > 671 ? 6 : bits > 239 ? 5 : bits > 79 ? 4 : bits > 23 ? 3 : 1;
    }
  }
}
