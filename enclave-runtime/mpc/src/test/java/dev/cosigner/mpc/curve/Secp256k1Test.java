package dev.cosigner.mpc.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.curve.CurveException.Reason;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both back ends, against Bouncy Castle's points and against each other. */
class Secp256k1Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final String GENERATOR =
      "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";

  private final ConstantTimeCurve secret = Curves.secp256k1();
  private final SeededRandom random = new SeededRandom(4);

  static List<Curve> curves() {
    return Curves.allSecp256k1();
  }

  @ParameterizedTest
  @MethodSource("curves")
  void theGeneratorIsThatOfSec2(Curve curve) {
    assertThat(curve.generator()).hasToString(GENERATOR);
    assertThat(curve.multiplyGenerator(curve.scalar(1))).isEqualTo(curve.generator());
    assertThat(curve.name()).isEqualTo("secp256k1");
    assertThat(curve.pointBytes()).isEqualTo(33);
    assertThat(curve.scalarBytes()).isEqualTo(32);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void multiplesAreThoseOfBouncyCastle(Curve curve) throws Exception {
    var reference = CustomNamedCurves.getByName("secp256k1");
    for (int i = 0; i < 8; i++) {
      var k = number(256).mod(Sec1.N);
      var expected = reference.getG().multiply(k).normalize();
      var point = curve.multiplyGenerator(curve.decodeScalar(Sec1.encode(k)));
      assertThat(point.encoding()).isEqualTo(expected.getEncoded(true));
      assertThat(curve.decodePoint(point.encoding())).isEqualTo(point);
      assertThat(curve.decodePoint(point.encoding()).affine()).isEqualTo(point.affine());
      var m = number(256).mod(Sec1.N);
      assertThat(curve.multiply(curve.decodeScalar(Sec1.encode(m)), point).encoding())
          .isEqualTo(expected.multiply(m).normalize().getEncoded(true));
    }
  }

  @ParameterizedTest
  @MethodSource("curves")
  void integersAreReducedByTheOrder(Curve curve) {
    assertThat(curve.order()).isEqualTo(Sec1.N).matches(n -> n.isProbablePrime(64));
    assertThat(curve.scalar(Sec1.N)).isEqualTo(curve.scalar(0));
    assertThat(curve.scalar(BigInteger.ONE.negate()))
        .isEqualTo(curve.subtract(curve.scalar(0), curve.scalar(1)));
    assertThat(curve.scalar(Sec1.N.shiftLeft(1000).add(BigInteger.TWO))).isEqualTo(curve.scalar(2));
  }

  @Test
  void theBackEndsAgree() {
    var reference = curves().getFirst();
    for (int i = 0; i < 8; i++) {
      var wide = new byte[2][64];
      random.nextBytes(wide[0]);
      random.nextBytes(wide[1]);
      var a = reference.reduce(wide[0]);
      var b = reference.reduce(wide[1]);
      var p = reference.multiplyGenerator(a);
      var q = reference.multiplyGenerator(b);
      for (var curve : curves()) {
        assertThat(curve.reduce(wide[0])).isEqualTo(a);
        assertThat(curve.multiplyGenerator(curve.add(a, b))).isEqualTo(curve.add(p, q));
        assertThat(curve.multiplyGenerator(curve.subtract(a, b))).isEqualTo(curve.subtract(p, q));
        assertThat(curve.multiply(b, p)).isEqualTo(reference.multiply(a, q));
        assertThat(curve.multiplyGenerator(curve.multiply(a, b))).isEqualTo(curve.multiply(a, q));
        assertThat(curve.multiply(curve.invert(a), p)).isEqualTo(curve.generator());
        assertThat(curve.add(p, p)).isEqualTo(curve.multiply(curve.scalar(2), p));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("curves")
  void zeroAndTheIdentityAreOrdinaryOperands(Curve curve) {
    var zero = curve.scalar(0);
    var p = curve.multiplyGenerator(curve.scalar(7));
    assertThat(curve.multiplyGenerator(zero).isIdentity()).isTrue();
    assertThat(curve.multiply(zero, p).isIdentity()).isTrue();
    assertThat(curve.multiply(curve.scalar(5), curve.identity()).isIdentity()).isTrue();
    assertThat(curve.subtract(p, p)).isEqualTo(curve.identity());
    assertThat(curve.add(p, curve.identity())).isEqualTo(p);
    assertThat(curve.add(curve.identity(), p)).isEqualTo(p);
    assertThat(curve.subtract(p, curve.identity())).isEqualTo(p);
    assertThat(curve.add(curve.subtract(curve.identity(), p), p).isIdentity()).isTrue();
    assertThatThrownBy(() -> curve.invert(zero)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> curve.scalar(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> curve.reduce(new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void everythingButACompressedPointIsRefusedWithItsReason(Curve curve) {
    var x = GENERATOR.substring(2);
    refused(curve, "", Reason.LENGTH);
    refused(curve, "02" + x + "00", Reason.LENGTH);
    refused(curve, x, Reason.LENGTH);
    var uncompressed = "04" + x + HEX.formatHex(Sec1.encode(Sec1.GENERATOR_Y));
    refused(curve, uncompressed, Reason.LENGTH);
    refused(curve, "00", Reason.IDENTITY);
    refused(curve, "00".repeat(33), Reason.IDENTITY);
    for (var prefix : List.of("00", "01", "04", "05", "06", "07", "82")) {
      refused(curve, prefix + x, Reason.NON_CANONICAL_POINT);
    }
    // 1 and 1 + p: the first is the x coordinate of a point.
    assertThat(catchThrowableOfType(CurveException.class, () -> curve.decodePoint(x(1)))).isNull();
    var other = Sec1.P.add(BigInteger.ONE);
    refused(curve, "02" + HEX.formatHex(Sec1.encode(other)), Reason.NON_CANONICAL_POINT);
    refused(curve, "02" + HEX.formatHex(Sec1.encode(Sec1.P)), Reason.NON_CANONICAL_POINT);
    refused(curve, "03" + "ff".repeat(32), Reason.NON_CANONICAL_POINT);
    refused(curve, "02" + "00".repeat(32), Reason.NOT_ON_CURVE);
    refused(curve, HEX.formatHex(x(5)), Reason.NOT_ON_CURVE);
    // The generator of edwards25519.
    refused(curve, "02" + "58" + "66".repeat(31), Reason.NOT_ON_CURVE);
  }

  @ParameterizedTest
  @MethodSource("curves")
  void aScalarIsBelowTheOrder(Curve curve) throws Exception {
    var greatest = Sec1.encode(Sec1.N.subtract(BigInteger.ONE));
    assertThat(curve.decodeScalar(greatest).encoding()).isEqualTo(greatest);
    assertThat(curve.decodeScalar(new byte[32]).isZero()).isTrue();
    for (var number : List.of(Sec1.N, Sec1.N.add(BigInteger.ONE), Sec1.P)) {
      assertThat(scalarRefusal(() -> curve.decodeScalar(Sec1.encode(number))))
          .isEqualTo(Reason.NON_CANONICAL_SCALAR);
    }
    assertThat(scalarRefusal(() -> curve.decodeScalar(new byte[31]))).isEqualTo(Reason.LENGTH);
    assertThat(scalarRefusal(() -> curve.decodeScalar(new byte[33]))).isEqualTo(Reason.LENGTH);
  }

  @Test
  void secretArithmeticAgreesWithPublicArithmetic() {
    for (int i = 0; i < 8; i++) {
      try (var a = secret.randomSecret(random);
          var b = secret.randomSecret(random);
          var sum = a.plus(b);
          var difference = a.minus(b);
          var zero = a.minus(a);
          var product = a.times(b);
          var multiple = a.times(secret.scalar(12345));
          var nothing = a.times(zero);
          var same = zero.plus(a);
          var negated = zero.minus(a)) {
        var x = a.publish();
        var y = b.publish();
        var p = secret.multiplyGenerator(y);
        assertThat(sum.publish()).isEqualTo(secret.add(x, y));
        assertThat(difference.publish()).isEqualTo(secret.subtract(x, y));
        assertThat(product.publish()).isEqualTo(secret.multiply(x, y));
        assertThat(multiple.publish()).isEqualTo(secret.multiply(x, secret.scalar(12345)));
        assertThat(same.publish()).isEqualTo(x);
        assertThat(negated.publish()).isEqualTo(secret.subtract(secret.scalar(0), x));
        assertThat(zero.isZero()).isTrue();
        assertThat(nothing.isZero()).isTrue();
        assertThat(a.isZero()).isFalse();
        assertThat(a.timesGenerator()).isEqualTo(secret.multiplyGenerator(x));
        assertThat(a.times(p)).isEqualTo(secret.multiply(x, p));
        assertThat(zero.times(p).isIdentity()).isTrue();
        assertThat(zero.timesGenerator().isIdentity()).isTrue();
        assertThat(a.times(secret.identity()).isIdentity()).isTrue();
      }
    }
  }

  @Test
  void randomSecretsAreReduced() {
    // Randomness that says 2^512 - 1 comes out as that number modulo the order.
    var ones =
        new java.security.SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] bytes) {
            java.util.Arrays.fill(bytes, (byte) 0xff);
          }
        };
    try (var reduced = secret.randomSecret(ones)) {
      var expected = BigInteger.TWO.pow(512).subtract(BigInteger.ONE).mod(Sec1.N);
      assertThat(Sec1.decode(reduced.reveal())).isEqualTo(expected);
    }
  }

  @Test
  void aReceivedSecretIsCanonical() throws Exception {
    var greatest = Sec1.encode(Sec1.N.subtract(BigInteger.ONE));
    try (var received = secret.receiveSecret(greatest);
        var zero = secret.receiveSecret(new byte[32])) {
      assertThat(received.reveal()).isEqualTo(greatest);
      assertThat(zero.isZero()).isTrue();
    }
    for (var number : List.of(Sec1.N, Sec1.N.add(BigInteger.ONE), Sec1.P)) {
      assertThat(scalarRefusal(() -> secret.receiveSecret(Sec1.encode(number))))
          .isEqualTo(Reason.NON_CANONICAL_SCALAR);
    }
    assertThat(scalarRefusal(() -> secret.receiveSecret(new byte[33]))).isEqualTo(Reason.LENGTH);
  }

  @Test
  void aHashDependsOnDomainRandomnessAndKey() {
    try (var a = secret.randomSecret(random);
        var b = secret.randomSecret(random)) {
      var hashes =
          List.of(hash("x", "r", a), hash("x", "r", b), hash("y", "r", a), hash("x", "s", a));
      assertThat(hashes).doesNotHaveDuplicates();
      assertThat(hash("x", "r", a)).isEqualTo(hashes.getFirst());
    }
  }

  @Test
  void closingWipes() {
    var scalar = secret.randomSecret(random);
    var memory = scalar.value();
    scalar.close();
    assertThat(secret.isZero(memory)).isTrue();
    assertThatThrownBy(() -> scalar.times(secret.generator()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void curvesDoNotMix() {
    try (var a = secret.randomSecret(random);
        var b = Curves.ed25519().randomSecret(random)) {
      assertThatThrownBy(() -> a.times(b)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> a.times(Curves.ed25519().generator()))
          .hasMessageContaining("secp256k1");
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertThatThrownBy(() -> new Secp256k1(Path.of("target/no-such-library.so")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-library.so")
        .hasMessageContaining("cosigner.libsecp256k1");
  }

  private Scalar hash(String prefix, String fresh, SecretScalar key) {
    try (var hash = secret.hashToSecret(prefix.getBytes(US_ASCII), fresh.getBytes(US_ASCII), key)) {
      return hash.publish();
    }
  }

  private BigInteger number(int bits) {
    var bytes = new byte[bits / 8];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes);
  }

  private static byte[] x(int x) {
    var encoding = new byte[33];
    encoding[0] = 2;
    encoding[32] = (byte) x;
    return encoding;
  }

  private static void refused(Curve curve, String encoding, Reason reason) {
    var refusal =
        catchThrowableOfType(CurveException.class, () -> curve.decodePoint(HEX.parseHex(encoding)));
    assertThat(refusal).as(encoding).isNotNull();
    assertThat(refusal.reason()).as(encoding).isEqualTo(reason);
  }

  private static Reason scalarRefusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(CurveException.class, call).reason();
  }
}
