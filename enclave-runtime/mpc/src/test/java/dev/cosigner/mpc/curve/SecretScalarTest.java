package dev.cosigner.mpc.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import java.io.Serializable;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecretScalarTest {
  private final ConstantTimeCurve curve = Curves.ed25519();
  private final SeededRandom random = new SeededRandom(2);

  @Test
  void onlyAConstantTimeCurveMakesSecrets() {
    assertThat(SecretScalar.class.getConstructors()).isEmpty();
    assertThat(ConstantTimeCurve.class.getPermittedSubclasses())
        .containsExactly(SodiumEd25519.class, Secp256k1.class);
    assertThat(ConstantTimeCurve.class.isAssignableFrom(BigIntegerEd25519.class)).isFalse();
    assertThat(ConstantTimeCurve.class.isAssignableFrom(BigIntegerSecp256k1.class)).isFalse();
  }

  @Test
  void arithmeticAgreesWithPublicArithmetic() {
    try (var a = curve.randomSecret(random);
        var b = curve.randomSecret(random);
        var sum = a.plus(b);
        var difference = a.minus(b);
        var product = a.times(curve.scalar(12345));
        var zero = a.minus(a);
        var secretProduct = a.times(b);
        var copy = a.copy()) {
      assertThat(sum.publish()).isEqualTo(curve.add(a.publish(), b.publish()));
      assertThat(difference.publish()).isEqualTo(curve.subtract(a.publish(), b.publish()));
      assertThat(product.publish()).isEqualTo(curve.multiply(a.publish(), curve.scalar(12345)));
      assertThat(secretProduct.publish()).isEqualTo(curve.multiply(a.publish(), b.publish()));
      var point = b.timesGenerator();
      assertThat(a.times(point)).isEqualTo(curve.multiply(a.publish(), point));
      assertThat(zero.times(point).isIdentity()).isTrue();
      assertThat(a.times(curve.identity()).isIdentity()).isTrue();
      assertThat(copy.publish()).isEqualTo(a.publish());
      assertThat(a.timesGenerator()).isEqualTo(curve.multiplyGenerator(a.publish()));
    }
  }

  @Test
  void zeroIsSeen() throws Exception {
    try (var zero = curve.receiveSecret(new byte[32]);
        var secret = curve.randomSecret(random)) {
      assertThat(zero.isZero()).isTrue();
      assertThat(zero.timesGenerator().isIdentity()).isTrue();
      assertThat(secret.isZero()).isFalse();
    }
  }

  @Test
  void aReceivedSecretIsCanonical() throws Exception {
    var greatest = Edwards25519.encode(Edwards25519.L.subtract(BigInteger.ONE));
    try (var secret = curve.receiveSecret(greatest)) {
      assertThat(secret.reveal()).isEqualTo(greatest);
    }
    for (var number :
        new BigInteger[] {
          Edwards25519.L,
          Edwards25519.L.add(BigInteger.ONE),
          BigInteger.TWO.pow(256).subtract(BigInteger.ONE)
        }) {
      assertThat(
              catchThrowableOfType(
                      CurveException.class, () -> curve.receiveSecret(Edwards25519.encode(number)))
                  .reason())
          .isEqualTo(CurveException.Reason.NON_CANONICAL_SCALAR);
    }
    assertThat(
            catchThrowableOfType(CurveException.class, () -> curve.receiveSecret(new byte[33]))
                .reason())
        .isEqualTo(CurveException.Reason.LENGTH);
  }

  @Test
  void hashingAKeyIsSha512() throws Exception {
    var prefix = new byte[] {1, 2, 3};
    var fresh = new byte[] {4, 5};
    try (var key = curve.randomSecret(random);
        var hashed = curve.hashToSecret(prefix, fresh, key)) {
      var digest = MessageDigest.getInstance("SHA-512");
      digest.update(prefix);
      digest.update(fresh);
      digest.update(key.reveal());
      assertThat(hashed.publish()).isEqualTo(curve.reduce(digest.digest()));
    }
  }

  @Test
  void closingWipes() {
    var secret = curve.randomSecret(random);
    var memory = secret.value();
    assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isNotEqualTo(new byte[32]);
    secret.close();
    secret.close();
    assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(new byte[32]);
    assertThatThrownBy(secret::reveal)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wiped");
    assertThatThrownBy(secret::timesGenerator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingShowsASecretByAccident() {
    try (var secret = curve.randomSecret(random);
        var copy = secret.copy()) {
      assertThat(secret)
          .hasToString("SecretScalar[hidden]")
          .isNotInstanceOf(Serializable.class)
          .isNotEqualTo(copy);
      assertThat(Arrays.stream(SecretScalar.class.getDeclaredMethods()).map(m -> m.getName()))
          .doesNotContain("equals", "hashCode");
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertThatThrownBy(() -> new SodiumEd25519(Path.of("target/no-such-library.so")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-library.so")
        .hasMessageContaining("cosigner.libsodium");
  }
}
