package dev.cosigner.mpc.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.curve.CurveException.Reason;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both back ends, against known points and against each other. */
class Ed25519Test {
  private static final HexFormat HEX = HexFormat.of();

  /** The generators of the subgroup of order 8, of one of order 4 and the one of order 2. */
  private static final String ORDER_8 =
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

  private static final String ORDER_4 = "00".repeat(32);
  private static final String ORDER_2 = "ec" + "ff".repeat(30) + "7f";

  static List<Curve> curves() {
    return Curves.all();
  }

  @ParameterizedTest
  @MethodSource("curves")
  void theGeneratorIsThatOfRfc8032(Curve curve) {
    assertThat(curve.generator()).hasToString("58" + "66".repeat(31));
    assertThat(curve.multiplyGenerator(curve.scalar(1))).isEqualTo(curve.generator());
    assertThat(curve.identity()).hasToString("01" + "00".repeat(31));
    assertThat(curve.name()).isEqualTo("edwards25519");
  }

  @ParameterizedTest
  @MethodSource("curves")
  void keysOfRfc8032HaveTheirPublicKeys(Curve curve) throws Exception {
    var keys =
        new String[][] {
          {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
          },
          {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
          },
          {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
          }
        };
    for (var key : keys) {
      var clamped =
          Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(HEX.parseHex(key[0])), 32);
      clamped[0] &= (byte) 248;
      clamped[31] &= 127;
      clamped[31] |= 64;
      var scalar = curve.reduce(Arrays.copyOf(clamped, 64));
      assertThat(curve.multiplyGenerator(scalar)).hasToString(key[1]);
      assertThat(curve.decodePoint(HEX.parseHex(key[1]))).hasToString(key[1]);
    }
  }

  @Test
  void theBackEndsAgree() throws Exception {
    var random = new SeededRandom(1);
    var curves = curves();
    var reference = curves.getFirst();
    for (int i = 0; i < 8; i++) {
      var wide = new byte[2][64];
      random.nextBytes(wide[0]);
      random.nextBytes(wide[1]);
      var a = reference.reduce(wide[0]);
      var b = reference.reduce(wide[1]);
      var p = reference.multiplyGenerator(a);
      var q = reference.multiplyGenerator(b);
      for (var curve : curves.subList(1, curves.size())) {
        assertThat(curve.reduce(wide[0])).isEqualTo(a);
        assertThat(curve.add(a, b)).isEqualTo(reference.add(a, b));
        assertThat(curve.subtract(a, b)).isEqualTo(reference.subtract(a, b));
        assertThat(curve.multiply(a, b)).isEqualTo(reference.multiply(a, b));
        assertThat(curve.invert(a)).isEqualTo(reference.invert(a));
        assertThat(curve.multiplyGenerator(a)).isEqualTo(p);
        assertThat(curve.multiply(b, p)).isEqualTo(reference.multiply(b, p));
        assertThat(curve.add(p, q)).isEqualTo(reference.add(p, q));
        assertThat(curve.subtract(p, q)).isEqualTo(reference.subtract(p, q));
        assertThat(curve.decodePoint(p.encoding())).isEqualTo(p);
        assertThat(curve.decodeScalar(a.encoding())).isEqualTo(a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("curves")
  void zeroAndTheIdentityAreOrdinaryOperands(Curve curve) {
    var zero = curve.scalar(0);
    var p = curve.multiplyGenerator(curve.scalar(7));
    assertThat(zero.isZero()).isTrue();
    assertThat(curve.multiplyGenerator(zero).isIdentity()).isTrue();
    assertThat(curve.multiply(zero, p).isIdentity()).isTrue();
    assertThat(curve.multiply(curve.scalar(5), curve.identity()).isIdentity()).isTrue();
    assertThat(curve.subtract(p, p).isIdentity()).isTrue();
    assertThat(curve.add(p, curve.identity())).isEqualTo(p);
    assertThat(curve.add(curve.subtract(zero, curve.scalar(3)), curve.scalar(3))).isEqualTo(zero);
    assertThatThrownBy(() -> curve.invert(zero)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> curve.scalar(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> curve.reduce(new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void aPointHasOneEncodingAndPrimeOrder(Curve curve) {
    assertThat(pointRefusal(curve, new byte[31])).isEqualTo(Reason.LENGTH);
    assertThat(pointRefusal(curve, new byte[33])).isEqualTo(Reason.LENGTH);
    assertThat(pointRefusal(curve, curve.identity().encoding())).isEqualTo(Reason.IDENTITY);
    // y = 2 belongs to no point.
    assertThat(pointRefusal(curve, Edwards25519.encode(BigInteger.TWO)))
        .isEqualTo(Reason.NOT_ON_CURVE);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void everyOtherEncodingIsRefused(Curve curve) {
    // y from the field's prime to 2^255 - 1, with either sign: among them another identity, p + 1.
    for (int i = 0; i < 19; i++) {
      var y = Edwards25519.P.add(BigInteger.valueOf(i));
      assertThat(pointRefusal(curve, Edwards25519.encode(y))).isEqualTo(Reason.NON_CANONICAL_POINT);
      assertThat(pointRefusal(curve, Edwards25519.encode(y.setBit(255))))
          .isEqualTo(Reason.NON_CANONICAL_POINT);
    }
    // x = 0 has no sign.
    assertThat(pointRefusal(curve, Edwards25519.negated(curve.identity().encoding())))
        .isEqualTo(Reason.NON_CANONICAL_POINT);
    assertThat(pointRefusal(curve, Edwards25519.negated(HEX.parseHex(ORDER_2))))
        .isEqualTo(Reason.NON_CANONICAL_POINT);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void pointsOfSmallOrderAreRefused(Curve curve) {
    for (var point : List.of(ORDER_2, ORDER_4, ORDER_8)) {
      assertThat(pointRefusal(curve, HEX.parseHex(point))).isEqualTo(Reason.NOT_IN_SUBGROUP);
    }
    assertThat(pointRefusal(curve, Edwards25519.negated(HEX.parseHex(ORDER_4))))
        .isEqualTo(Reason.NOT_IN_SUBGROUP);
    assertThat(pointRefusal(curve, Edwards25519.negated(HEX.parseHex(ORDER_8))))
        .isEqualTo(Reason.NOT_IN_SUBGROUP);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void pointsOfMixedOrderAreRefused(Curve curve) {
    for (var torsion : List.of(ORDER_2, ORDER_4, ORDER_8)) {
      // Made with the reference arithmetic, which does not ask for the order of what it adds.
      var mixed =
          new BigIntegerEd25519()
              .add(Edwards25519.generator(), Edwards25519.point(HEX.parseHex(torsion)));
      assertThat(pointRefusal(curve, mixed.encoding()))
          .as(torsion)
          .isEqualTo(Reason.NOT_IN_SUBGROUP);
    }
  }

  @ParameterizedTest
  @MethodSource("curves")
  void aScalarIsBelowTheOrder(Curve curve) throws Exception {
    var order = Edwards25519.L;
    assertThat(curve.decodeScalar(Edwards25519.encode(order.subtract(BigInteger.ONE))))
        .isEqualTo(curve.subtract(curve.scalar(0), curve.scalar(1)));
    assertThat(scalarRefusal(curve, Edwards25519.encode(order)))
        .isEqualTo(Reason.NON_CANONICAL_SCALAR);
    assertThat(
            scalarRefusal(
                curve, Edwards25519.encode(BigInteger.TWO.pow(256).subtract(BigInteger.ONE))))
        .isEqualTo(Reason.NON_CANONICAL_SCALAR);
    assertThat(scalarRefusal(curve, new byte[31])).isEqualTo(Reason.LENGTH);
    assertThat(scalarRefusal(curve, new byte[1 << 20])).isEqualTo(Reason.LENGTH);
  }

  private static Reason pointRefusal(Curve curve, byte[] encoding) {
    return catchThrowableOfType(CurveException.class, () -> curve.decodePoint(encoding)).reason();
  }

  private static Reason scalarRefusal(Curve curve, byte[] encoding) {
    return catchThrowableOfType(CurveException.class, () -> curve.decodeScalar(encoding)).reason();
  }
}
