package dev.cosigner.protocol.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.WycheproofVectors;
import dev.cosigner.protocol.cose.CoseException.Reason;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoseAlgorithmTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  @ParameterizedTest
  @EnumSource
  void signsAndVerifies(CoseAlgorithm algorithm) throws Exception {
    KeyPair key = keyPair(algorithm);

    byte[] signature = algorithm.sign((ECPrivateKey) key.getPrivate(), MESSAGE);

    assertThat(signature).hasSize(algorithm.signatureBytes());
    algorithm.verify((ECPublicKey) key.getPublic(), MESSAGE, signature);
    assertThat(refusal(algorithm, key, new byte[] {1, 2, 4}, signature))
        .isEqualTo(Reason.SIGNATURE);
    assertThat(refusal(algorithm, keyPair(algorithm), MESSAGE, signature))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void acceptsTheUpperHalfOfS() throws Exception {
    KeyPair key = keyPair(CoseAlgorithm.ES384);
    byte[] signature = CoseAlgorithm.ES384.sign((ECPrivateKey) key.getPrivate(), MESSAGE);
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 48, 96));
    byte[] other = withScalar(signature, 48, CoseAlgorithm.ES384.curve().getOrder().subtract(s));

    assertThatCode(() -> CoseAlgorithm.ES384.verify((ECPublicKey) key.getPublic(), MESSAGE, other))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesScalarsOutsideTheirRange() throws Exception {
    KeyPair key = keyPair(CoseAlgorithm.ES384);
    byte[] signature = CoseAlgorithm.ES384.sign((ECPrivateKey) key.getPrivate(), MESSAGE);
    BigInteger order = CoseAlgorithm.ES384.curve().getOrder();
    BigInteger largest = BigInteger.ONE.shiftLeft(384).subtract(BigInteger.ONE);

    for (int offset : new int[] {0, 48}) {
      for (BigInteger scalar : new BigInteger[] {BigInteger.ZERO, order, largest}) {
        assertThat(
                refusal(CoseAlgorithm.ES384, key, MESSAGE, withScalar(signature, offset, scalar)))
            .isEqualTo(Reason.SIGNATURE_RANGE);
      }
    }
    assertThat(refusal(CoseAlgorithm.ES384, key, MESSAGE, new byte[96]))
        .isEqualTo(Reason.SIGNATURE_RANGE);
  }

  @Test
  void refusesOtherLengthsAndCurves() throws Exception {
    KeyPair p384 = keyPair(CoseAlgorithm.ES384);
    KeyPair p256 = keyPair(CoseAlgorithm.ES256);
    byte[] signature = CoseAlgorithm.ES384.sign((ECPrivateKey) p384.getPrivate(), MESSAGE);

    assertThat(refusal(CoseAlgorithm.ES384, p384, MESSAGE, Arrays.copyOf(signature, 95)))
        .isEqualTo(Reason.SIGNATURE_LENGTH);
    assertThat(refusal(CoseAlgorithm.ES384, p384, MESSAGE, Arrays.copyOf(signature, 97)))
        .isEqualTo(Reason.SIGNATURE_LENGTH);
    assertThat(refusal(CoseAlgorithm.ES384, p256, MESSAGE, signature)).isEqualTo(Reason.KEY_CURVE);
    assertThatThrownBy(() -> CoseAlgorithm.ES384.sign((ECPrivateKey) p256.getPrivate(), MESSAGE))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void agreesWithWycheproof() throws Exception {
    KeyFactory factory = KeyFactory.getInstance("EC");
    int count =
        WycheproofVectors.forEach(
            "ecdsa_secp384r1_sha384_p1363_test.json",
            (group, test, valid) -> {
              byte[] der = WycheproofVectors.hex(group, "publicKeyDer");
              ECPublicKey key = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(der));
              byte[] message = WycheproofVectors.hex(test, "msg");
              byte[] signature = WycheproofVectors.hex(test, "sig");
              CoseException refused =
                  catchThrowableOfType(
                      CoseException.class,
                      () -> CoseAlgorithm.ES384.verify(key, message, signature));
              assertThat(refused == null).isEqualTo(valid);
            });
    assertThat(count).isGreaterThan(250);
  }

  private static byte[] withScalar(byte[] signature, int offset, BigInteger scalar) {
    byte[] copy = signature.clone();
    byte[] bytes = scalar.toByteArray();
    Arrays.fill(copy, offset, offset + 48, (byte) 0);
    int from = Math.max(0, bytes.length - 48);
    System.arraycopy(bytes, from, copy, offset + 48 - (bytes.length - from), bytes.length - from);
    return copy;
  }

  private static Reason refusal(
      CoseAlgorithm algorithm, KeyPair key, byte[] message, byte[] signature) {
    CoseException refused =
        catchThrowableOfType(
            CoseException.class,
            () -> algorithm.verify((ECPublicKey) key.getPublic(), message, signature));
    return refused.reason();
  }

  private static KeyPair keyPair(CoseAlgorithm algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(
        switch (algorithm) {
          case ES256 -> new ECGenParameterSpec("secp256r1");
          case ES384 -> new ECGenParameterSpec("secp384r1");
          case ES512 -> new ECGenParameterSpec("secp521r1");
        });
    return generator.generateKeyPair();
  }
}
