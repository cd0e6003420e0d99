package dev.cosigner.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.WycheproofVectors;
import dev.cosigner.protocol.identity.IdentityException.Reason;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519VectorsTest {
  /** RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
  @ParameterizedTest
  @CsvSource({
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
        + "'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
        + "72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
        + "af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
        + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
        + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  })
  void verifiesThoseOfTheRfc(String publicKey, String message, String signature) {
    assertThatCode(() -> IdentityPublicKey.of(hex(publicKey)).verify(hex(message), hex(signature)))
        .doesNotThrowAnyException();
  }

  @Test
  void agreesWithWycheproof() throws Exception {
    int count =
        WycheproofVectors.forEach(
            "ed25519_test.json",
            (group, test, valid) -> {
              IdentityPublicKey key =
                  IdentityPublicKey.of(WycheproofVectors.hex(group.get("publicKey"), "pk"));
              IdentityException refused =
                  catchThrowableOfType(
                      IdentityException.class,
                      () ->
                          key.verify(
                              WycheproofVectors.hex(test, "msg"),
                              WycheproofVectors.hex(test, "sig")));
              assertThat(refused == null).isEqualTo(valid);
            });
    assertThat(count).isGreaterThan(140);
  }

  /** There is no point with the coordinate 2. */
  @Test
  void bytesThatAreNoPointAreRefused() {
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    byte[] message = {1};
    IdentityKey key = IdentityKey.generate(new SecureRandom());
    byte[] signature = key.sign(message);
    System.arraycopy(noPoint, 0, signature, 0, 32);

    assertThat(
            catchThrowableOfType(IdentityException.class, () -> IdentityPublicKey.of(noPoint))
                .reason())
        .isEqualTo(Reason.NOT_A_POINT);
    assertThat(
            catchThrowableOfType(
                    IdentityException.class, () -> key.publicKey().verify(message, signature))
                .reason())
        .isEqualTo(Reason.WRONG_SIGNATURE);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
