package dev.cosigner.mpc.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.SeededRandom;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both back ends give the same results for public and secret operands. */
class ModulusTest {
  private static final List<Integer> SIZES = List.of(64, 65, 127, 256, 1024, 2048);

  private final LibcryptoArithmetic libcrypto = BackEnds.libcrypto();
  private final BigIntegerArithmetic oracle = new BigIntegerArithmetic();
  private final SeededRandom random = new SeededRandom(3);

  private BigInteger odd(int bits) {
    return new BigInteger(bits, random).setBit(0).setBit(bits - 1);
  }

  /** Edges and random numbers. */
  private List<BigInteger> numbers(BigInteger m) {
    return List.of(
        BigInteger.ZERO,
        BigInteger.ONE,
        BigInteger.TWO,
        m.subtract(BigInteger.ONE),
        m,
        m.add(BigInteger.ONE),
        BigInteger.ONE.negate(),
        BigInteger.ONE.shiftLeft(m.bitLength() - 1),
        new BigInteger(m.bitLength() + 70, random),
        new BigInteger(m.bitLength(), random).negate());
  }

  @Test
  void publicOperationsAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var a = libcrypto.modulus(m);
      var b = oracle.modulus(m);
      for (var x : numbers(m)) {
        assertThat(a.jacobi(x)).isEqualTo(b.jacobi(x));
        assertThat(a.isUnit(x)).isEqualTo(b.isUnit(x));
        for (var y : numbers(m)) {
          assertThat(a.multiply(x, y)).isEqualTo(b.multiply(x, y));
          if (y.signum() >= 0 && y.bitLength() < 400) {
            assertThat(a.power(x, y)).isEqualTo(b.power(x, y));
          }
        }
      }
    }
  }

  @Test
  void powersOfOneBaseAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var exponents =
          List.of(
              BigInteger.ZERO,
              BigInteger.ONE,
              new BigInteger(size, random),
              m.subtract(BigInteger.ONE));
      var expected = exponents.stream().map(e -> BigInteger.TWO.modPow(e, m)).toList();
      for (var backEnd : BackEnds.all()) {
        assertThat(backEnd.modulus(m).powers(BigInteger.TWO, exponents)).isEqualTo(expected);
        assertThat(backEnd.modulus(m).powers(BigInteger.TWO, List.of())).isEmpty();
      }
    }
  }

  @Test
  void productsOfPowersAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var powers = new ArrayList<Power>();
      assertThat(libcrypto.modulus(m).product(powers)).isEqualTo(BigInteger.ONE);
      for (int bits : new int[] {0, 1, 5, 40, 100, 300, 700}) {
        var base = new BigInteger(size + 3, random);
        while (!base.gcd(m).equals(BigInteger.ONE)) {
          base = base.add(BigInteger.ONE);
        }
        powers.add(new Power(base, new BigInteger(bits, random)));
        powers.add(new Power(base.add(m), new BigInteger(bits, random).negate()));
        assertThat(libcrypto.modulus(m).product(powers))
            .isEqualTo(oracle.modulus(m).product(powers));
      }
      powers.add(new Power(BigInteger.ZERO, BigInteger.ONE));
      assertThat(libcrypto.modulus(m).product(powers)).isEqualTo(BigInteger.ZERO);
      powers.add(new Power(BigInteger.ZERO, BigInteger.ONE.negate()));
      for (var backEnd : BackEnds.all()) {
        assertThatThrownBy(() -> backEnd.modulus(m).product(powers))
            .isInstanceOf(ArithmeticException.class);
      }
    }
  }

  @Test
  void powersOfManyBasesAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var exponent = new BigInteger(size, random).setBit(size - 1);
      for (var bases : List.of(numbers(m), numbers(m).subList(1, 4), List.<BigInteger>of())) {
        assertThat(libcrypto.modulus(m).powers(bases, exponent))
            .isEqualTo(oracle.modulus(m).powers(bases, exponent))
            .isEqualTo(bases.stream().map(base -> base.modPow(exponent, m)).toList());
      }
    }
  }

  @Test
  void secretExponentsAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var modulus = libcrypto.modulus(m);
      var base = new BigInteger(size, random).mod(m);
      while (!modulus.isUnit(base)) {
        base = base.add(BigInteger.ONE).mod(m);
      }
      for (int bits : new int[] {1, 63, 64, 65, 256, 700}) {
        var comb = modulus.comb(base, bits, 8);
        for (var exponent : exponents(bits)) {
          var expected = base.modPow(exponent, m);
          try (var secret = libcrypto.fromPublic(exponent);
              var power = modulus.power(base, secret);
              var combed = comb.power(secret)) {
            assertThat(power.publish()).isEqualTo(expected);
            assertThat(combed.publish()).isEqualTo(expected);
          }
        }
      }
    }
  }

  private List<BigInteger> exponents(int bits) {
    var greatest = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    return List.of(
        BigInteger.ZERO,
        BigInteger.ONE,
        BigInteger.ONE.negate(),
        greatest,
        greatest.negate(),
        new BigInteger(bits, random),
        new BigInteger(bits, random).negate());
  }

  @Test
  void aCombRefusesLongerExponents() {
    var comb = libcrypto.modulus(odd(256)).comb(BigInteger.TWO, 64, 1);
    try (var exponent = libcrypto.fromPublic(BigInteger.ONE.shiftLeft(64))) {
      assertThatThrownBy(() -> comb.power(exponent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 64 bits");
    }
  }

  @Test
  void secretResiduesAgree() {
    for (int size : SIZES) {
      var m = odd(size);
      var modulus = libcrypto.modulus(m);
      for (var x : numbers(m)) {
        for (var y : numbers(m)) {
          try (var a = libcrypto.fromPublic(x);
              var b = libcrypto.fromPublic(y);
              var reducedA = modulus.reduce(a);
              var reducedB = modulus.reduce(b);
              var product = modulus.multiply(reducedA, reducedB);
              var half = modulus.multiply(x, reducedB)) {
            assertThat(reducedA.publish()).isEqualTo(x.mod(m));
            assertThat(product.publish()).isEqualTo(x.multiply(y).mod(m));
            assertThat(half.publish()).isEqualTo(x.multiply(y).mod(m));
          }
        }
      }
    }
  }

  @Test
  void aSecretUnitIsInvertedUnderAMask() {
    var m = odd(1024);
    var modulus = libcrypto.modulus(m);
    try (var unit = libcrypto.fromPublic(BigInteger.TWO.pow(77));
        var mask = libcrypto.fromPublic(BigInteger.TWO.pow(501));
        var inverse = modulus.invert(unit, mask)) {
      assertThat(inverse.publish()).isEqualTo(BigInteger.TWO.pow(77).modInverse(m));
    }
  }

  @Test
  void evenAndTrivialModuliAreRefused() {
    for (var backEnd : BackEnds.all()) {
      for (int m : new int[] {-3, 0, 1, 2, 100}) {
        assertThatThrownBy(() -> backEnd.modulus(BigInteger.valueOf(m)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("odd modulus above 1");
      }
    }
  }

  @Test
  void primesAreFound() {
    for (var backEnd : BackEnds.all()) {
      assertThat(backEnd.isProbablePrime(BigInteger.TWO.pow(521).subtract(BigInteger.ONE)))
          .isTrue();
      assertThat(backEnd.isProbablePrime(BigInteger.TWO.pow(523).subtract(BigInteger.ONE)))
          .isFalse();
      assertThat(backEnd.isProbablePrime(BigInteger.valueOf(561))).isFalse();
      assertThat(backEnd.isProbablePrime(BigInteger.ZERO)).isFalse();
      assertThat(backEnd.isProbablePrime(BigInteger.valueOf(-7))).isFalse();
    }
  }
}
