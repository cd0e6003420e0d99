package dev.cosigner.protocol.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.identity.IdentityException.Reason;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final byte[] MESSAGE = "transfer 1 SOL".getBytes(UTF_8);
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private final IdentityKey key = IdentityKey.generate(new SecureRandom());

  @Test
  void anIdentitySignsAndOthersVerify() throws IdentityException {
    byte[] signature = key.sign(MESSAGE);
    key.publicKey().verify(MESSAGE, signature);
    byte[] encoded = key.publicKey().encoded();
    assertThat(Ed25519.verify(signature, 0, encoded, 0, MESSAGE, 0, MESSAGE.length)).isTrue();
  }

  @Test
  void theVectorOfRfc8032Section71Verifies() throws IdentityException {
    IdentityPublicKey.of(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
        .verify(
            hex("72"),
            hex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  }

  @Test
  void anotherMessageOrKeyIsRefused() {
    byte[] signature = key.sign(MESSAGE);
    refused(Reason.WRONG_SIGNATURE, () -> key.publicKey().verify(new byte[1], signature));
    refused(
        Reason.WRONG_SIGNATURE,
        () -> IdentityKey.generate(new SecureRandom()).publicKey().verify(MESSAGE, signature));
  }

  @Test
  void otherLengthsAreRefused() {
    refused(Reason.LENGTH, () -> IdentityPublicKey.of(new byte[31]));
    refused(Reason.LENGTH, () -> key.publicKey().verify(MESSAGE, new byte[65]));
  }

  @Test
  void aSecondFormOfASignatureIsRefused() {
    byte[] signature = key.sign(MESSAGE);
    BigInteger response = new BigInteger(1, reversed(signature, 32)).add(ORDER);
    byte[] shifted = response.toByteArray();
    for (int i = 0; i < 32; i++) {
      signature[32 + i] = i < shifted.length ? shifted[shifted.length - 1 - i] : 0;
    }
    refused(Reason.NON_CANONICAL_SCALAR, () -> key.publicKey().verify(MESSAGE, signature));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void keysAndCommitmentsOfSmallOrderAreRefused(String point) {
    refused(Reason.SMALL_ORDER, () -> IdentityPublicKey.of(hex(point)));
    byte[] signature = key.sign(MESSAGE);
    System.arraycopy(hex(point), 0, signature, 0, 32);
    refused(Reason.SMALL_ORDER, () -> key.publicKey().verify(MESSAGE, signature));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void encodingsThatAreNotCanonicalAreRefused(String point) {
    refused(Reason.NON_CANONICAL_POINT, () -> IdentityPublicKey.of(hex(point)));
  }

  @Test
  void aKeyIsNotShown() {
    assertThat(key).hasToString("IdentityKey[" + key.publicKey() + "]");
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IdentityException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] reversed(byte[] bytes, int from) {
    byte[] reversed = new byte[bytes.length - from];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
