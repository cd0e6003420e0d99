package dev.cosigner.mpc.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.SeededRandom;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the owner of the factors computes is what everybody would, given the results. */
class FactorisationTest {
  private final LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
  private final SeededRandom random = new SeededRandom(5);

  private static final BigInteger ONE = BigInteger.ONE;

  private SecretInteger prime(int bits) {
    return arithmetic.randomPrime(random, bits);
  }

  private void withFactors(int bits, Check check) {
    try (var p = prime(bits);
        var q = prime(bits);
        var factors = new Factorisation(p, q)) {
      check.accept(factors, p.publish(), q.publish());
    }
  }

  private interface Check {
    void accept(Factorisation factors, BigInteger p, BigInteger q);
  }

  @Test
  void primesHaveTheirShape() {
    for (int bits : new int[] {128, 192, 384}) {
      for (int i = 0; i < 4; i++) {
        try (var p = prime(bits)) {
          var value = p.publish();
          assertThat(value.bitLength()).isEqualTo(bits);
          assertThat(value.testBit(bits - 2)).isTrue();
          assertThat(value.intValue() & 3).isEqualTo(3);
          assertThat(value.isProbablePrime(50)).isTrue();
        }
      }
    }
    try (var p = arithmetic.randomSafePrime(192)) {
      assertThat(p.publish().bitLength()).isEqualTo(192);
      assertThat(p.publish().shiftRight(1).isProbablePrime(50)).isTrue();
      assertThat(p.publish().testBit(190)).isTrue();
    }
  }

  /** Freed memory is neither freed again nor computed with. */
  @Test
  void closingTwiceIsAllowedAndNothingIsComputedAfterwards() {
    try (var p = prime(192);
        var q = prime(192)) {
      var factors = new Factorisation(p, q);
      factors.close();
      assertThatThrownBy(() -> factors.nthRoot(BigInteger.TWO))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> factors.logarithm(BigInteger.TWO))
          .isInstanceOf(IllegalStateException.class);
      factors.close();
    }
  }

  @Test
  void powersAgree() {
    for (int bits : new int[] {128, 192, 512}) {
      withFactors(
          bits,
          (factors, p, q) -> {
            for (var modulus : List.of(factors.modulus(), factors.squared())) {
              var m = modulus.value();
              for (var base :
                  List.of(ONE, BigInteger.TWO, m.subtract(ONE), new BigInteger(3000, random))) {
                for (var exponent :
                    List.of(
                        BigInteger.ZERO,
                        ONE,
                        ONE.negate(),
                        m,
                        new BigInteger(700, random),
                        new BigInteger(700, random).negate())) {
                  try (var e = arithmetic.fromPublic(exponent);
                      var secret = modulus.exponent(e);
                      var known = modulus.exponent(exponent);
                      var b = arithmetic.fromPublic(base);
                      var x = modulus.power(base, secret);
                      var y = modulus.power(b, known)) {
                    assertThat(x.publish()).isEqualTo(base.modPow(exponent, m));
                    assertThat(y.publish()).isEqualTo(base.modPow(exponent, m));
                  }
                }
              }
            }
          });
    }
  }

  @Test
  void nthPowersRootsAndLogarithmsAgree() {
    for (int bits : new int[] {128, 384, 1024}) {
      withFactors(
          bits,
          (factors, p, q) -> {
            var n = factors.n();
            var nSquared = n.multiply(n);
            assertThat(n).isEqualTo(p.multiply(q));
            for (var m :
                List.of(BigInteger.ZERO, ONE, n.subtract(ONE), new BigInteger(250, random))) {
              try (var r = arithmetic.uniformUnit(random, n);
                  var power = factors.nthPower(r)) {
                assertThat(power.publish()).isEqualTo(r.publish().modPow(n, nSquared));
                var c = ONE.add(m.multiply(n)).multiply(power.publish()).mod(nSquared);
                try (var logarithm = factors.logarithm(c);
                    var root = factors.nthRoot(power.publish().mod(n))) {
                  assertThat(logarithm.publish()).isEqualTo(m.mod(n));
                  assertThat(root.publish()).isEqualTo(r.publish());
                }
              }
            }
          });
    }
  }

  @Test
  void everyUnitHasAFourthRootUpToSignAndW() {
    withFactors(
        192,
        (factors, p, q) -> {
          var n = factors.n();
          var oracle = new BigIntegerArithmetic().modulus(n);
          var w = BigInteger.TWO;
          while (oracle.jacobi(w) != -1) {
            w = w.add(ONE);
          }
          var seen = new HashSet<String>();
          try (var roots = factors.fourthRoots(w)) {
            for (int i = 0; i < 60; i++) {
              var y = new BigInteger(n.bitLength() + 64, random).mod(n);
              var root = roots.of(y);
              var target = root.b() ? y.multiply(w) : y;
              target = root.a() ? target.negate() : target;
              assertThat(root.x().modPow(BigInteger.valueOf(4), n)).isEqualTo(target.mod(n));
              seen.add(root.a() + " " + root.b());
            }
          }
          assertThat(seen).hasSize(4);
        });
  }

  @Test
  void exponentsAreReducedByTheOrderOfTheUnits() {
    withFactors(
        128,
        (factors, p, q) -> {
          var order = p.subtract(ONE).multiply(q.subtract(ONE));
          for (var x :
              List.of(
                  BigInteger.ZERO,
                  order.subtract(ONE),
                  order,
                  order.add(ONE),
                  ONE.negate(),
                  new BigInteger(600, random).negate())) {
            try (var secret = arithmetic.fromPublic(x);
                var reduced = factors.reduceExponent(secret)) {
              assertThat(reduced.publish()).isEqualTo(x.mod(order));
            }
          }
          for (int i = 0; i < 20; i++) {
            try (var exponent = factors.randomExponent(random)) {
              assertThat(exponent.publish()).isLessThan(order).isNotNegative();
            }
          }
        });
  }

  @Test
  void theFactorsAreNotShown() {
    withFactors(
        128,
        (factors, p, q) -> {
          assertThat(factors).hasToString("Factorisation[hidden]");
          try (var copy = factors.p()) {
            assertThat(copy.publish()).isEqualTo(p);
          }
          try (var copy = factors.q()) {
            assertThat(copy.publish()).isEqualTo(q);
          }
        });
  }
}
