package dev.cosigner.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborDecoderTest {
  private static final CborLimits LIMITS = CborLimits.of(64, 4, 16);
  private static final CborLimits INDEFINITE_MAP = new CborLimits(64, 4, 16, true);

  @ParameterizedTest
  @CsvSource({
    "'', TRUNCATED",
    "18, TRUNCATED",
    "1903, TRUNCATED",
    "4401, TRUNCATED",
    "6461, TRUNCATED",
    "8201, TRUNCATED",
    "a1, TRUNCATED",
    "a101, TRUNCATED",
    "c1, TRUNCATED",
    "0000, TRAILING_BYTES",
    "f6f6, TRAILING_BYTES",
    "1800, NON_MINIMAL",
    "1817, NON_MINIMAL",
    "190018, NON_MINIMAL",
    "1900ff, NON_MINIMAL",
    "1a0000ffff, NON_MINIMAL",
    "1b00000000ffffffff, NON_MINIMAL",
    "3817, NON_MINIMAL",
    "580161, NON_MINIMAL",
    "780161, NON_MINIMAL",
    "980100, NON_MINIMAL",
    "b8010000, NON_MINIMAL",
    "d80100, NON_MINIMAL",
    "1b8000000000000000, INTEGER_OVERFLOW",
    "3b8000000000000000, INTEGER_OVERFLOW",
    "db800000000000000000, INTEGER_OVERFLOW",
    "1c, RESERVED",
    "5d, RESERVED",
    "fe, RESERVED",
    "ff, UNEXPECTED_BREAK",
    "81ff, UNEXPECTED_BREAK",
    "a101ff, UNEXPECTED_BREAK",
    "a2010002ff, UNEXPECTED_BREAK",
    "f820, SIMPLE_VALUE",
    "61ff, INVALID_UTF8",
    "62c0af, INVALID_UTF8",
    "63eda080, INVALID_UTF8",
    "64f4908080, INVALID_UTF8",
    "a201000100, DUPLICATE_KEY",
    "a2616101616102, DUPLICATE_KEY",
    "a1f600, KEY_TYPE",
    "a14000, KEY_TYPE",
    "a18000, KEY_TYPE",
    "a1f400, KEY_TYPE",
    "a1c10000, KEY_TYPE",
    "8181818100, TOO_DEEP",
    "c1c1c1c100, TOO_DEEP",
    "a101a101a101a10100, TOO_DEEP",
    "9000000000000000000000000000000000, TOO_MANY_ITEMS",
    "828700000000000000870000000000000000, TOO_MANY_ITEMS",
    "a800000000000000000000000000000000, TOO_MANY_ITEMS",
  })
  void refusesWithItsReason(String hex, Reason reason) {
    assertThat(refusal(hex, LIMITS)).isEqualTo(reason);
  }

  @Test
  void refusesMoreBytesThanAllowed() {
    assertThat(refusal("583f" + "00".repeat(63), LIMITS)).isEqualTo(Reason.TOO_LARGE);
  }

  /** Sizes that would be small, zero or negative in 32 bits are compared as they stand. */
  @ParameterizedTest
  @ValueSource(strings = {"5b", "7b", "9b", "bb"})
  void refusesLengthsThatWrapIn32Bits(String head) {
    for (String size : new String[] {"0000000100000000", "0000000100000001", "4000000000000000"}) {
      assertThat(refusal(head + size + "00", LIMITS)).isEqualTo(Reason.TRUNCATED);
    }
    assertThat(refusal("bb7fffffffffffffff", LIMITS)).isEqualTo(Reason.TRUNCATED);
    assertThat(refusal("9affffffff00", LIMITS)).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void depthAndItemsAreExact() throws Exception {
    byte[] deepest = HexFormat.of().parseHex("81818100");
    byte[] fullest = HexFormat.of().parseHex("8f" + "00".repeat(15));

    assertThat(CborDecoder.decode(deepest, LIMITS).encode()).isEqualTo(deepest);
    assertThat(CborDecoder.decode(fullest, LIMITS).encode()).isEqualTo(fullest);
  }

  @Test
  void extremesOf64BitsDecode() throws Exception {
    byte[] largest = HexFormat.of().parseHex("1b7fffffffffffffff");
    byte[] smallest = HexFormat.of().parseHex("3b7fffffffffffffff");

    assertThat(CborDecoder.decode(largest, LIMITS)).isEqualTo(CborValue.of(Long.MAX_VALUE));
    assertThat(CborDecoder.decode(smallest, LIMITS)).isEqualTo(CborValue.of(Long.MIN_VALUE));
    assertThat(CborValue.of(Long.MIN_VALUE).encode()).isEqualTo(smallest);
  }

  @Test
  void anIndefiniteMapIsTakenOutermostAndOnRequestOnly() throws Exception {
    byte[] indefinite = HexFormat.of().parseHex("bf01006161f6ff");
    byte[] definite = HexFormat.of().parseHex("a201006161f6");

    assertThat(CborDecoder.decode(indefinite, INDEFINITE_MAP))
        .isEqualTo(CborDecoder.decode(definite, INDEFINITE_MAP));
    assertThat(refusal("bf01006161f6ff", LIMITS)).isEqualTo(Reason.INDEFINITE_LENGTH);
    assertThat(refusal("81bf01006161f6ff", INDEFINITE_MAP)).isEqualTo(Reason.INDEFINITE_LENGTH);
    assertThat(refusal("bf01bf0100ffff", INDEFINITE_MAP)).isEqualTo(Reason.INDEFINITE_LENGTH);
    assertThat(refusal("9f00ff", INDEFINITE_MAP)).isEqualTo(Reason.INDEFINITE_LENGTH);
  }

  @ParameterizedTest
  @CsvSource({
    "bf, TRUNCATED",
    "bf0100, TRUNCATED",
    "bf01ff, UNEXPECTED_BREAK",
    "bfffff, TRAILING_BYTES",
    "bf01000101ff, DUPLICATE_KEY",
    "bfa000ff, KEY_TYPE",
    "bf01818181ff, TOO_DEEP",
    "bf00000100020003000400050006000700ff, TOO_MANY_ITEMS",
  })
  void refusesWithinAnIndefiniteMap(String hex, Reason reason) {
    assertThat(refusal(hex, INDEFINITE_MAP)).isEqualTo(reason);
  }

  private static Reason refusal(String hex, CborLimits limits) {
    CborException refused =
        catchThrowableOfType(
            CborException.class, () -> CborDecoder.decode(HexFormat.of().parseHex(hex), limits));
    assertThat(refused).as("refusal of %s", hex).isNotNull();
    return refused.reason();
  }
}
