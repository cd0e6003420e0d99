package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.mpc.curve.BigIntegerEd25519;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Curves;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signatures are those of RFC 8032: its vectors (section 7.1), Wycheproof's, and the encoding. */
class Ed25519SignatureTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Public key, message, signature of tests 1, 2 and 3. */
  private static final List<List<String>> RFC_8032 =
      List.of(
          List.of(
              "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
              "",
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
          List.of(
              "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
              "72",
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
          List.of(
              "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
              "af82",
              "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));

  @Test
  void vectorsOfRfc8032Verify() {
    for (var curve : List.of(Curves.ed25519(), new BigIntegerEd25519())) {
      for (var vector : RFC_8032) {
        var message = HEX.parseHex(vector.get(1));
        assertThat(
                verifies(curve, HEX.parseHex(vector.get(0)), message, HEX.parseHex(vector.get(2))))
            .isTrue();
        assertThat(
                verifies(
                    curve,
                    HEX.parseHex(vector.get(0)),
                    "other".getBytes(UTF_8),
                    HEX.parseHex(vector.get(2))))
            .isFalse();
      }
    }
  }

  @Test
  void everyBitOfASignatureCounts() {
    var vector = RFC_8032.get(1);
    var signature = HEX.parseHex(vector.get(2));
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      var changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(
              verifies(
                  Curves.ed25519(),
                  HEX.parseHex(vector.get(0)),
                  HEX.parseHex(vector.get(1)),
                  changed))
          .as("bit %d", bit)
          .isFalse();
    }
  }

  /**
   * Everybody could sign under the neutral element, and with it as commitment a key could be read
   * from the signature.
   */
  @Test
  void theNeutralElementIsNeitherKeyNorCommitment() {
    var curve = Curves.ed25519();
    var message = "any".getBytes(UTF_8);
    assertThat(
            new Signature(curve.generator(), curve.scalar(1))
                .verifies(curve, curve.identity(), message))
        .isFalse();
    var challenge =
        FrostEd25519.SUITE.challenge(curve, curve.identity(), curve.generator(), message);
    assertThat(
            new Signature(curve.identity(), challenge).verifies(curve, curve.generator(), message))
        .isFalse();
  }

  @Test
  void anEncodingHas64Bytes() throws Exception {
    assertThatThrownBy(() -> Signature.decode(Curves.ed25519(), new byte[63]))
        .isInstanceOf(IllegalArgumentException.class);
    var encoding = HEX.parseHex(RFC_8032.getFirst().get(2));
    assertThat(Signature.decode(Curves.ed25519(), encoding).encoding()).isEqualTo(encoding);
  }

  @Test
  void wycheproof() throws Exception {
    int tests = 0;
    var file = new ObjectMapper().readTree(Vectors.read("wycheproof/ed25519_test.json"));
    for (var group : file.get("testGroups")) {
      var publicKey = HEX.parseHex(group.get("publicKey").get("pk").asText());
      for (var test : group.get("tests")) {
        var message = HEX.parseHex(test.get("msg").asText());
        var signature = HEX.parseHex(test.get("sig").asText());
        assertThat(verifies(Curves.ed25519(), publicKey, message, signature))
            .as("test %s: %s", test.get("tcId"), test.get("comment"))
            .isEqualTo(test.get("result").asText().equals("valid"));
        tests++;
      }
    }
    assertThat(tests).isGreaterThan(100);
  }

  private static boolean verifies(Curve curve, byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return Signature.decode(curve, signature)
          .verifies(curve, curve.decodePoint(publicKey), message);
    } catch (CurveException | IllegalArgumentException e) {
      return false;
    }
  }
}
