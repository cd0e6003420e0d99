package dev.cosigner.mpc.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.SeededRandom;
import java.io.Serializable;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretIntegerTest {
  private final LibcryptoArithmetic arithmetic = BackEnds.libcrypto();
  private final SeededRandom random = new SeededRandom(4);

  /** Edges around limbs, and random numbers, of both signs. */
  private List<BigInteger> numbers() {
    var numbers = new ArrayList<BigInteger>(List.of(BigInteger.ZERO));
    for (int bits : new int[] {1, 63, 64, 65, 127, 128, 256, 1000}) {
      var power = BigInteger.ONE.shiftLeft(bits);
      for (var x :
          List.of(
              power,
              power.subtract(BigInteger.ONE),
              power.add(BigInteger.ONE),
              new BigInteger(bits, random))) {
        numbers.add(x);
        numbers.add(x.negate());
      }
    }
    return numbers;
  }

  @Test
  void arithmeticAgreesWithBigInteger() {
    for (var x : numbers()) {
      for (var y : numbers()) {
        try (var a = arithmetic.fromPublic(x);
            var b = arithmetic.fromPublic(y);
            var sum = a.plus(b);
            var difference = a.minus(b);
            var product = a.times(b);
            var multiple = a.times(y);
            var answer = a.plusTimes(y, b);
            var opposite = a.negate();
            var copy = a.copy()) {
          assertThat(sum.publish()).isEqualTo(x.add(y));
          assertThat(difference.publish()).isEqualTo(x.subtract(y));
          assertThat(product.publish()).isEqualTo(x.multiply(y));
          assertThat(multiple.publish()).isEqualTo(x.multiply(y));
          assertThat(answer.publish()).isEqualTo(x.add(y.multiply(y)));
          assertThat(opposite.publish()).isEqualTo(x.negate());
          assertThat(copy.publish()).isEqualTo(x);
          assertThat(copy.isZero()).isEqualTo(x.signum() == 0);
        }
      }
    }
  }

  @Test
  void residuesAgreeWithBigInteger() {
    for (var m :
        List.of(
            BigInteger.valueOf(3),
            BigInteger.valueOf(12),
            BigInteger.ONE.shiftLeft(252).add(BigInteger.valueOf(27742)),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.valueOf(189)),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(64).add(BigInteger.TWO),
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.valueOf(4)))) {
      for (var x : numbers()) {
        try (var secret = arithmetic.fromPublic(x);
            var residue = secret.modulo(m)) {
          assertThat(residue.publish()).as("%s mod %s", x, m).isEqualTo(x.mod(m));
          assertThat(residue.bits()).isEqualTo(m.bitLength());
        }
      }
    }
  }

  @Test
  void centredResiduesHaveTheLeastMagnitude() {
    var m = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    var half = m.shiftRight(1);
    for (var x :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            half,
            half.add(BigInteger.ONE),
            m.subtract(BigInteger.ONE))) {
      try (var secret = arithmetic.fromPublic(x);
          var wide = secret.plus(secret).narrowed(256);
          var residue = wide.modulo(m);
          var centred = residue.centred(m)) {
        var expected = x.shiftLeft(1).mod(m);
        assertThat(centred.publish())
            .isEqualTo(expected.compareTo(half) > 0 ? expected.subtract(m) : expected);
      }
    }
  }

  @Test
  void bytesAreUnsignedAndBigEndian() {
    try (var secret = arithmetic.fromUnsigned(new byte[] {(byte) 0xff, 1})) {
      assertThat(secret.publish()).isEqualTo(BigInteger.valueOf(0xff01));
      assertThat(secret.reveal(3)).containsExactly(0, 0xff, 1);
      assertThatThrownBy(() -> secret.reveal(1)).isInstanceOf(IllegalArgumentException.class);
      try (var negative = secret.negate()) {
        assertThatThrownBy(() -> negative.reveal(2)).isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void samplesStayInTheirRangesAndReachTheirEnds() {
    var three = BigInteger.valueOf(3);
    var seen = new TreeSet<BigInteger>();
    var seenBelow = new TreeSet<BigInteger>();
    var seenUnits = new TreeSet<BigInteger>();
    for (int i = 0; i < 200; i++) {
      try (var signed = arithmetic.uniform(random, three);
          var below = arithmetic.uniformBelow(random, three);
          var unit = arithmetic.uniformUnit(random, three)) {
        seen.add(signed.publish());
        seenBelow.add(below.publish());
        seenUnits.add(unit.publish());
      }
    }
    assertThat(seen).hasSize(7).first().isEqualTo(three.negate());
    assertThat(seen.last()).isEqualTo(three);
    assertThat(seenBelow).containsExactly(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO);
    assertThat(seenUnits).containsExactly(BigInteger.ONE, BigInteger.TWO);
    var wide = BigInteger.ONE.shiftLeft(768);
    try (var secret = arithmetic.uniform(random, wide)) {
      assertThat(secret.publish().abs()).isLessThanOrEqualTo(wide);
      assertThat(secret.publish().abs().bitLength()).isGreaterThan(700);
    }
  }

  @Test
  void closingWipes() {
    var secret = arithmetic.uniform(random, BigInteger.ONE.shiftLeft(512));
    var memory = secret.value();
    assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isNotEqualTo(new byte[72]);
    secret.close();
    secret.close();
    assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[72]);
    assertThatThrownBy(secret::publish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
    assertThat(secret).hasToString("SecretInteger[wiped]");
  }

  @Test
  void nothingShowsASecretByAccident() {
    try (var secret = arithmetic.fromPublic(BigInteger.TEN);
        var copy = secret.copy()) {
      assertThat(secret)
          .hasToString("SecretInteger[hidden]")
          .isNotInstanceOf(Serializable.class)
          .isNotInstanceOf(Comparable.class)
          .isNotEqualTo(copy);
      assertThat(Arrays.stream(SecretInteger.class.getDeclaredMethods()).map(m -> m.getName()))
          .doesNotContain("equals", "hashCode", "compareTo");
    }
  }

  /** Production refuses the BigInteger back end: it can neither make a secret nor take one. */
  @Test
  void onlyLibcryptoMakesSecrets() {
    assertThat(SecretInteger.class.getConstructors()).isEmpty();
    for (var type : List.of(BigIntegerArithmetic.class, BigIntegerModulus.class)) {
      var executables =
          Stream.<Executable>concat(
              Arrays.stream(type.getDeclaredMethods()),
              Arrays.stream(type.getDeclaredConstructors()));
      assertThat(
              executables.flatMap(e ->
                  Stream.concat(
                      Arrays.stream(e.getParameterTypes()),
                      e instanceof Method m ? Stream.of(m.getReturnType()) : Stream.of())))
          .doesNotContain(SecretInteger.class);
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertThatThrownBy(() -> new LibcryptoArithmetic(Path.of("target/no-such-library.so")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-library.so")
        .hasMessageContaining("cosigner.libcrypto");
  }

  @Test
  void theLibraryTellsItsRelease() {
    assertThat(arithmetic.name()).startsWith("OpenSSL 3.");
  }
}
