package dev.cosigner.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DomainHashTest {
  @Test
  void hashesTheDomainAndEveryItemWithItsLength() throws Exception {
    byte[] input =
        HexFormat.of()
            .parseHex("01" + "64" + "0000000000000002" + "aabb" + "0000000000000000" + "");
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(input);

    assertThat(DomainHash.of("d", new byte[] {(byte) 0xaa, (byte) 0xbb}, new byte[0]))
        .hasSize(DomainHash.BYTES)
        .isEqualTo(expected);
  }

  @Test
  void separatesDomainsAndItems() {
    byte[] ab = "ab".getBytes(StandardCharsets.US_ASCII);
    byte[] a = "a".getBytes(StandardCharsets.US_ASCII);
    byte[] b = "b".getBytes(StandardCharsets.US_ASCII);

    assertThat(DomainHash.of("d", ab))
        .isNotEqualTo(DomainHash.of("d", a, b))
        .isNotEqualTo(DomainHash.of("da", b))
        .isNotEqualTo(DomainHash.of("d", ab, new byte[0]));
    assertThat(DomainHash.of("d")).isNotEqualTo(DomainHash.of("d", new byte[0]));
  }

  @Test
  void refusesDomainsThatAreNotShortAscii() {
    for (String domain : new String[] {"", "x".repeat(256), "a b", "é", "\n"}) {
      assertThatThrownBy(() -> DomainHash.of(domain))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("printable ASCII");
    }
    assertThat(DomainHash.of("x".repeat(255))).hasSize(32);
  }
}
