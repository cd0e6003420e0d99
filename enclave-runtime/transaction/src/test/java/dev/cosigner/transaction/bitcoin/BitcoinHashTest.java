package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitcoinHashTest {
  /** The vectors of the authors' page, "The hash function RIPEMD-160". */
  @ParameterizedTest
  @CsvSource({
    "'', 9c1185a5c5e9fc54612808977ee8f548b2258d31",
    "a, 0bdc9d2d256b3ee9daae347be6f4dc835a467ffe",
    "abc, 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
    "message digest, 5d0689ef49d2fae572b881b123a85ffa21595f36",
    "abcdefghijklmnopqrstuvwxyz, f71c27109c692c1b56bbdceb5b9d2865b3708dbc",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 12a053384a9c0c88e405a06c27dcf49ada62eb2b",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " b0e20b6e3116640286ed3a87a5713079b21f5189"
  })
  void hashesTheAuthorsVectors(String message, String digest) {
    assertThat(hex(Ripemd160.of(message.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(digest);
  }

  @Test
  void hashesTheAuthorsLongVectors() {
    assertThat(hex(Ripemd160.of("1234567890".repeat(8).getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("9b752e45573d4b39f4dbd3323cab82bf63326bfb");
    assertThat(hex(Ripemd160.of("a".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo("52783243c1697bdbe16d37f97f68f08325dc1528");
  }

  @Test
  void agreesWithAnotherLibraryAtEveryLength() {
    Random random = new Random(3);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      assertThat(Ripemd160.of(bytes)).isEqualTo(Crypto.ripemd160(bytes));
      assertThat(BitcoinHash.hash160(bytes)).isEqualTo(Crypto.hash160(bytes));
      assertThat(BitcoinHash.twice(bytes)).isEqualTo(Crypto.hash256(bytes));
      assertThat(BitcoinHash.tagged("TapLeaf", bytes))
          .isEqualTo(Crypto.taggedHash(bytes, "TapLeaf").toByteArray());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
