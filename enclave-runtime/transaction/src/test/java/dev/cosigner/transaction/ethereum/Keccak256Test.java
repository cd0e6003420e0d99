package dev.cosigner.transaction.ethereum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

class Keccak256Test {
  /** The Keccak team's known answers, and the empty code's hash of the Yellow Paper. */
  @Test
  void givesThePublishedHashes() {
    assertThat(hex(""))
        .isEqualTo("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(hex("abc"))
        .isEqualTo("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    assertThat(HexFormat.of().formatHex(Keccak256.hash(new byte[] {(byte) 0xcc})))
        .isEqualTo("eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a");
  }

  @Test
  void agreesWithBouncyCastleAtEveryLength() {
    Random random = new Random(1);
    for (int length = 0; length < 600; length++) {
      byte[] input = new byte[length];
      random.nextBytes(input);
      KeccakDigest digest = new KeccakDigest(256);
      digest.update(input, 0, length);
      byte[] expected = new byte[32];
      digest.doFinal(expected, 0);
      int cut = length == 0 ? 0 : random.nextInt(length);
      assertThat(Keccak256.hash(input)).isEqualTo(expected);
      assertThat(Keccak256.hash(Arrays.copyOf(input, cut), Arrays.copyOfRange(input, cut, length)))
          .isEqualTo(expected);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(Keccak256.hash(text.getBytes(US_ASCII)));
  }
}
