package dev.cosigner.protocol.hpke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.hpke.HpkeException.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HpkeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] INFO = "cosigner/example/v1".getBytes(UTF_8);
  private static final byte[] HEADER = "header".getBytes(UTF_8);
  private static final byte[] SECRET = "a share of a key".getBytes(UTF_8);

  private final HpkePrivateKey key = HpkePrivateKey.generate(RANDOM);

  @Test
  void showsHowAMessageIsSealedAndOpened() throws Exception {
    byte[] sealed = Hpke.seal(key.publicKey(), INFO, HEADER, SECRET, RANDOM);

    assertThat(sealed).hasSize(SECRET.length + Hpke.OVERHEAD_BYTES);
    assertThat(key.open(sealed, INFO, HEADER)).isEqualTo(SECRET);
  }

  @Test
  void sealsEmptyAndLongMessagesAndNeverTheSameTwice() throws Exception {
    byte[] nothing = {};
    byte[] megabyte = new byte[1 << 20];

    for (byte[] message : new byte[][] {nothing, megabyte}) {
      byte[] sealed = Hpke.seal(key.publicKey(), nothing, nothing, message, RANDOM);
      assertThat(key.open(sealed, nothing, nothing)).isEqualTo(message);
      assertThat(Hpke.seal(key.publicKey(), nothing, nothing, message, RANDOM))
          .isNotEqualTo(sealed);
    }
  }

  /** RFC 9180, appendix A.1.1, first encryption. */
  @Test
  void givesTheVectorOfTheRfc() throws Exception {
    BaseMode mode = BaseMode.of(Aead.AES_128_GCM);
    byte[] ephemeral = hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
    byte[] recipient = hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
    byte[] privateKey = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
    byte[] encapsulated = hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
    byte[] info = hex("4f6465206f6e2061204772656369616e2055726e");
    byte[] plaintext = hex("4265617574792069732074727574682c20747275746820626561757479");
    byte[] associatedData = hex("436f756e742d30");

    byte[] sharedSecret =
        mode.sharedSecret(X25519.product(privateKey, encapsulated), encapsulated, recipient);
    assertThat(sharedSecret)
        .isEqualTo(hex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"));
    try (MessageKey message = mode.schedule(sharedSecret, info)) {
      assertThat(message.key()).isEqualTo(hex("4531685d41d65f03dc48f6b8302c05b0"));
      assertThat(message.nonce()).isEqualTo(hex("56d890e5accaaf011cff4b7d"));
    }
    byte[] sealed = mode.seal(ephemeral, recipient, info, associatedData, plaintext);
    assertThat(sealed)
        .isEqualTo(
            hex(
                "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                    + "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                    + "6d8770ac83d07bea87e13c512a"));
    assertThat(mode.open(privateKey, recipient, sealed, info, associatedData)).isEqualTo(plaintext);
  }

  @Test
  void opensWhatAnotherImplementationSeals() throws Exception {
    byte[][] parts =
        bouncyCastle()
            .seal(
                new X25519PublicKeyParameters(key.publicKey()),
                INFO,
                HEADER,
                SECRET,
                null,
                null,
                null);

    assertThat(key.open(LabeledHkdf.concatenate(parts[1], parts[0]), INFO, HEADER))
        .isEqualTo(SECRET);
  }

  @Test
  void sealsWhatAnotherImplementationOpens() throws Exception {
    AsymmetricCipherKeyPair recipient = bouncyCastle().generatePrivateKey();
    byte[] publicKey = bouncyCastle().serializePublicKey(recipient.getPublic());

    byte[] sealed = Hpke.seal(publicKey, INFO, HEADER, SECRET, RANDOM);

    byte[] encapsulated = Arrays.copyOf(sealed, 32);
    byte[] ciphertext = Arrays.copyOfRange(sealed, 32, sealed.length);
    assertThat(
            bouncyCastle()
                .open(encapsulated, recipient, INFO, HEADER, ciphertext, null, null, null))
        .isEqualTo(SECRET);
  }

  @Test
  void anyChangedBitIsRefused() throws Exception {
    byte[] sealed = Hpke.seal(key.publicKey(), INFO, HEADER, SECRET, RANDOM);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(Reason.AUTHENTICATION, () -> key.open(changed, INFO, HEADER));
    }
  }

  @Test
  void anotherPurposeHeaderOrKeyIsRefused() throws Exception {
    byte[] sealed = Hpke.seal(key.publicKey(), INFO, HEADER, SECRET, RANDOM);
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
    byte[] shorter = Arrays.copyOf(sealed, sealed.length - 1);

    refused(Reason.AUTHENTICATION, () -> key.open(sealed, HEADER, HEADER));
    refused(Reason.AUTHENTICATION, () -> key.open(sealed, INFO, INFO));
    refused(Reason.AUTHENTICATION, () -> key.open(sealed, INFO, new byte[0]));
    refused(Reason.AUTHENTICATION, () -> key.open(longer, INFO, HEADER));
    refused(Reason.AUTHENTICATION, () -> key.open(shorter, INFO, HEADER));
    refused(
        Reason.AUTHENTICATION, () -> HpkePrivateKey.generate(RANDOM).open(sealed, INFO, HEADER));
  }

  @Test
  void otherLengthsAreRefused() {
    refused(Reason.SEALED_LENGTH, () -> key.open(new byte[0], INFO, HEADER));
    refused(Reason.SEALED_LENGTH, () -> key.open(new byte[47], INFO, HEADER));
    refused(Reason.KEY_LENGTH, () -> Hpke.seal(new byte[31], INFO, HEADER, SECRET, RANDOM));
    refused(Reason.KEY_LENGTH, () -> Hpke.seal(new byte[33], INFO, HEADER, SECRET, RANDOM));
  }

  /** The coordinates whose product with any scalar is zero, canonical and not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
      })
  void keysOfSmallOrderAreRefused(String coordinate) {
    byte[] small = hex(coordinate);
    refused(Reason.SMALL_ORDER, () -> Hpke.seal(small, INFO, HEADER, SECRET, RANDOM));
    refused(Reason.SMALL_ORDER, () -> key.open(Arrays.copyOf(small, 64), INFO, HEADER));
  }

  @Test
  void aClosedKeyOpensNothingAndAKeyIsNotShown() throws Exception {
    byte[] sealed = Hpke.seal(key.publicKey(), INFO, HEADER, SECRET, RANDOM);
    key.close();
    key.close();

    assertThat(key).hasToString("HpkePrivateKey");
    assertThatThrownBy(() -> key.open(sealed, INFO, HEADER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static HPKE bouncyCastle() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    HpkeException refused = catchThrowableOfType(HpkeException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
