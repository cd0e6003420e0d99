package dev.cosigner.mpc.paillier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.Power;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RingPedersenTest {
  private static final SecurityParameters SMALL = SmallParameters.of(512, 64, 320, 128, 8);
  private static final LibcryptoArithmetic ARITHMETIC = BackEnds.libcrypto();
  private static final SeededRandom RANDOM = new SeededRandom(7);
  private static final RingPedersenTrapdoor OWN = SmallParameters.trapdoor(SMALL, RANDOM);

  private final RingPedersenParameters parameters = OWN.parameters();
  private final BigInteger modulus = parameters.modulus().value();

  @AfterAll
  static void close() {
    OWN.close();
  }

  private BigInteger power(BigInteger base, BigInteger exponent) {
    return base.modPow(exponent, modulus);
  }

  @Test
  void commitmentsAgreeWithTheirDefinition() {
    var q = power(parameters.t(), BigInteger.valueOf(91));
    for (int bits : new int[] {1, 64, 400, 448, 704, 900}) {
      for (var x : List.of(new BigInteger(bits, RANDOM), new BigInteger(bits, RANDOM).negate())) {
        for (var mu : List.of(BigInteger.ZERO, new BigInteger(bits, RANDOM).negate())) {
          var expected = power(parameters.s(), x).multiply(power(parameters.t(), mu)).mod(modulus);
          try (var secretX = ARITHMETIC.fromPublic(x);
              var secretMu = ARITHMETIC.fromPublic(mu)) {
            assertThat(parameters.commit(secretX, secretMu)).isEqualTo(expected);
            assertThat(parameters.commit(q, secretX, secretMu))
                .isEqualTo(power(q, x).multiply(power(parameters.t(), mu)).mod(modulus));
          }
          assertThat(OWN.commit(x, mu)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void theOwnerMultipliesPowersAsEverybodyDoes() {
    var powers =
        List.of(
            new Power(BigInteger.valueOf(3), new BigInteger(900, RANDOM)),
            new Power(BigInteger.valueOf(-5), new BigInteger(900, RANDOM).negate()),
            new Power(parameters.s(), new BigInteger(64, RANDOM).negate()),
            new Power(BigInteger.valueOf(7), new BigInteger(200, RANDOM)));
    assertThat(OWN.product(powers)).isEqualTo(parameters.modulus().product(powers));
    assertThat(OWN.product(List.of())).isEqualTo(BigInteger.ONE);
    var noUnit = List.of(new Power(BigInteger.ZERO, BigInteger.ONE.shiftLeft(700).negate()));
    assertThatThrownBy(() -> OWN.product(noUnit)).isInstanceOf(ArithmeticException.class);
  }

  /** {@code t^z = a s^e}: what Pi-prm checks. */
  @Test
  void answersOfProofsVerify() {
    for (boolean e : new boolean[] {false, true}) {
      try (var a = OWN.randomExponent(RANDOM)) {
        var commitment = OWN.powerOfT(a);
        var z = OWN.respond(a, e);
        var expected = e ? commitment.multiply(parameters.s()).mod(modulus) : commitment;
        assertThat(power(parameters.t(), z)).isEqualTo(expected);
        assertThat(z).isNotNegative().isLessThan(modulus);
      }
    }
  }

  @Test
  void parametersThatAreNoneAreRefused() {
    var s = parameters.s();
    var t = parameters.t();
    assertThat(reason(modulus.add(BigInteger.ONE), s, t))
        .isEqualTo(PaillierException.Reason.MODULUS_EVEN);
    assertThat(reason(modulus.shiftLeft(1), s, t)).isEqualTo(PaillierException.Reason.MODULUS_SIZE);
    for (var base :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE.negate(),
            modulus.subtract(BigInteger.ONE),
            modulus,
            modulus.add(BigInteger.TWO))) {
      assertThat(reason(modulus, base, t)).isEqualTo(PaillierException.Reason.BASE);
      assertThat(reason(modulus, s, base)).isEqualTo(PaillierException.Reason.BASE);
    }
    // A modulus with a factor that a base shares.
    var composite = BigInteger.valueOf(3).pow(323);
    assertThat(composite.bitLength()).isEqualTo(512);
    assertThat(reason(composite, BigInteger.valueOf(6), BigInteger.TWO))
        .isEqualTo(PaillierException.Reason.BASE);
  }

  private static PaillierException.Reason reason(BigInteger modulus, BigInteger s, BigInteger t) {
    return catchThrowableOfType(
            PaillierException.class,
            () -> RingPedersenParameters.of(ARITHMETIC, SMALL, modulus, s, t))
        .reason();
  }

  @Test
  void parametersOverTheOtherBackEndTakeNoSecrets() throws Exception {
    var other =
        RingPedersenParameters.of(
            new BigIntegerArithmetic(), SMALL, modulus, parameters.s(), parameters.t());
    try (var x = ARITHMETIC.fromPublic(BigInteger.TEN)) {
      assertThatThrownBy(() -> other.commit(x, x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("constant-time");
    }
  }

  @Test
  void closingWipesTheTrapdoor() throws Exception {
    var closed = SmallParameters.trapdoor(SMALL, RANDOM);
    var lambda = closed.getClass().getDeclaredField("lambda");
    lambda.setAccessible(true);
    try (var a = closed.randomExponent(RANDOM)) {
      closed.close();
      closed.close();
      assertThat(lambda.get(closed)).asString().contains("wiped");
      var base = new Power(BigInteger.TWO, BigInteger.TWO.pow(900));
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> closed.powerOfT(a),
              () -> closed.respond(a, true),
              () -> closed.respond(a, false),
              () -> closed.randomExponent(RANDOM),
              () -> closed.commit(BigInteger.TWO, BigInteger.TWO),
              () -> closed.product(List.of(base)))) {
        assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
      }
    }
    // What is public of it stays good.
    assertThat(closed.parameters().modulus().value().bitLength()).isEqualTo(SMALL.modulusBits());
  }

  @Test
  void theTrapdoorIsNotShown() {
    assertThat(OWN).hasToString("RingPedersenTrapdoor[hidden]").isNotInstanceOf(Serializable.class);
  }
}
