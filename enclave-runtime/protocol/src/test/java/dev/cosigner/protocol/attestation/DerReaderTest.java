package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lengths of X.690, section 8.1.3, in their one form of section 10.1. */
class DerReaderTest {
  /** Header in hexadecimal, and as many bytes of contents. */
  @ParameterizedTest
  @CsvSource({"0400, 0", "0401, 1", "047f, 127", "048180, 128", "0481ff, 255", "04820100, 256"})
  void readsEveryMinimalLength(String header, int length) throws Exception {
    DerReader reader = new DerReader(element(header, length), "x");
    assertThat(reader.contents(4)).hasSize(length);
    reader.requireEnd();

    DerReader again = new DerReader(element(header, length), "x");
    assertThat(again.element(4)).isEqualTo(element(header, length));
    again.requireEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "0480, 128, an indefinite or large length",
    "048300ffff, 65535, an indefinite or large length",
    "04817f, 127, a length that is not minimal",
    "048200ff, 255, a length that is not minimal",
    "0402, 1, a truncated element",
    "0500, 0, another tag than 04",
  })
  void refusesEveryOtherForm(String header, int length, String found) {
    assertMalformed(element(header, length), found);
  }

  /** Elements that end before their length is read. */
  @ParameterizedTest
  @ValueSource(strings = {"", "04", "0481", "0482", "048201"})
  void refusesHalfOfAHeader(String header) {
    assertMalformed(element(header, 0), "a truncated element");
  }

  @Test
  void saysHowMuchFollows() throws Exception {
    DerReader reader = new DerReader(HexFormat.of().parseHex("0400050005"), "x");
    assertThat(reader.contents(4)).isEmpty();
    AttestationException refused =
        catchThrowableOfType(AttestationException.class, reader::requireEnd);
    assertThat(refused.found()).hasValue("3 bytes follow");
  }

  @Test
  void nothingIsNextAtTheEnd() throws Exception {
    DerReader reader = new DerReader(HexFormat.of().parseHex("0400"), "x");
    assertThat(reader.isNext(4)).isTrue();
    assertThat(reader.isNext(5)).isFalse();
    reader.element(4);
    assertThat(reader.isNext(4)).isFalse();
  }

  private static void assertMalformed(byte[] bytes, String found) {
    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class, () -> new DerReader(bytes, "x").contents(4));
    assertThat(refused.reason()).isEqualTo(Reason.CERTIFICATE_MALFORMED);
    assertThat(refused.found()).hasValue(found);
  }

  private static byte[] element(String header, int length) {
    byte[] start = HexFormat.of().parseHex(header);
    return Arrays.copyOf(start, start.length + length);
  }
}
