package dev.cosigner.protocol.hpke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.WycheproofVectors;
import dev.cosigner.protocol.hpke.HpkeException.Reason;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The primitives under HPKE, as they are called here, against Wycheproof. */
class PrimitivesWycheproofTest {
  @Test
  void x25519() throws Exception {
    AtomicInteger zeros = new AtomicInteger();
    int count =
        WycheproofVectors.forEach(
            "x25519_test.json",
            (group, test, valid) -> {
              byte[] scalar = WycheproofVectors.hex(test, "private");
              byte[] coordinate = WycheproofVectors.hex(test, "public");
              byte[] shared = WycheproofVectors.hex(test, "shared");
              if (Arrays.equals(shared, new byte[32])) {
                zeros.incrementAndGet();
                HpkeException refused =
                    catchThrowableOfType(
                        HpkeException.class, () -> X25519.product(scalar, coordinate));
                assertThat(refused.reason()).isEqualTo(Reason.SMALL_ORDER);
              } else {
                assertThat(X25519.product(scalar, coordinate)).isEqualTo(shared);
              }
            });
    assertThat(count).isGreaterThan(500);
    assertThat(zeros.get()).isGreaterThan(20);
  }

  @Test
  void hkdfSha256() throws Exception {
    AtomicInteger run = new AtomicInteger();
    WycheproofVectors.forEach(
        "hkdf_sha256_test.json",
        (group, test, valid) -> {
          if (!valid) {
            return; // more than 8160 bytes, which no caller here asks for
          }
          byte[] pseudoRandomKey =
              LabeledHkdf.extract(
                  WycheproofVectors.hex(test, "salt"), WycheproofVectors.hex(test, "ikm"));
          byte[] output =
              LabeledHkdf.expand(
                  pseudoRandomKey, WycheproofVectors.hex(test, "info"), test.get("size").asInt());
          assertThat(output).isEqualTo(WycheproofVectors.hex(test, "okm"));
          run.incrementAndGet();
        });
    assertThat(run.get()).isGreaterThan(75);
  }

  @Test
  void aesGcm() throws Exception {
    AtomicInteger run = new AtomicInteger();
    WycheproofVectors.forEach(
        "aes_gcm_test.json",
        (group, test, valid) -> {
          int keyBits = group.get("keySize").asInt();
          if (group.get("ivSize").asInt() != 96 || keyBits == 192) {
            return; // not of this suite
          }
          Aead aead = keyBits == 256 ? Aead.AES_256_GCM : Aead.AES_128_GCM;
          byte[] key = WycheproofVectors.hex(test, "key");
          byte[] nonce = WycheproofVectors.hex(test, "iv");
          byte[] associatedData = WycheproofVectors.hex(test, "aad");
          byte[] message = WycheproofVectors.hex(test, "msg");
          byte[] ciphertext =
              LabeledHkdf.concatenate(
                  WycheproofVectors.hex(test, "ct"), WycheproofVectors.hex(test, "tag"));
          if (valid) {
            assertThat(aead.seal(key, nonce, associatedData, message)).isEqualTo(ciphertext);
            assertThat(aead.open(key, nonce, associatedData, ciphertext)).isEqualTo(message);
          } else {
            HpkeException refused =
                catchThrowableOfType(
                    HpkeException.class, () -> aead.open(key, nonce, associatedData, ciphertext));
            assertThat(refused.reason()).isEqualTo(Reason.AUTHENTICATION);
          }
          run.incrementAndGet();
        });
    assertThat(run.get()).isGreaterThan(100);
  }
}
