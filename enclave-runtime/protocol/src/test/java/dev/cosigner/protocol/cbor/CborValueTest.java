package dev.cosigner.protocol.cbor;

import static dev.cosigner.protocol.cbor.CborMap.entry;
import static dev.cosigner.protocol.cbor.CborValue.array;
import static dev.cosigner.protocol.cbor.CborValue.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CborValueTest {
  @Test
  void showsHowAStructureIsWrittenAndRead() throws Exception {
    byte[] encoded =
        array(CborValue.of(1), CborValue.of("ok"), CborValue.of(new byte[] {7, 8}), CborNull.NULL)
            .encode();

    List<CborValue> fields =
        CborDecoder.decode(encoded, CborLimits.of(64, 2, 8)).asArrayOf("response", 4);

    assertThat(fields.get(0).asInteger("version", 1, 1)).isEqualTo(1);
    assertThat(fields.get(1).asText("status", 8)).isEqualTo("ok");
    assertThat(fields.get(2).asBytes("body", 0, 16)).containsExactly(7, 8);
    assertThat(fields.get(3).isNull()).isTrue();
  }

  @Test
  void saysWhatWasExpectedAndFound() {
    assertRefused(
        () -> CborValue.of("1").asInteger("version", 1, 1),
        Reason.UNEXPECTED_TYPE,
        "version: expected an integer, found a text string");
    assertRefused(
        () -> CborValue.of(2).asInteger("version", 1, 1),
        Reason.OUT_OF_RANGE,
        "version: expected integer 1, found 2");
    assertRefused(
        () -> CborValue.of(-1).asInteger("index", 0, 31),
        Reason.OUT_OF_RANGE,
        "index: expected an integer from 0 to 31, found -1");
    assertRefused(
        () -> CborValue.of(new byte[31]).asBytes("nonce", 32, 32),
        Reason.UNEXPECTED_SIZE,
        "nonce: expected 32 bytes, found 31");
    assertRefused(
        () -> CborNull.NULL.asBytes("nonce", 0, 32),
        Reason.UNEXPECTED_TYPE,
        "nonce: expected a byte string, found null");
    assertRefused(
        () -> CborValue.of("four").asText("name", 3),
        Reason.UNEXPECTED_SIZE,
        "name: expected 0 to 3 characters, found 4");
    assertRefused(
        () -> array(CborValue.of(1)).asText("name", 3),
        Reason.UNEXPECTED_TYPE,
        "name: expected a text string, found an array");
    assertRefused(
        () -> array(CborValue.of(1)).asArray("parts", 2, 3),
        Reason.UNEXPECTED_SIZE,
        "parts: expected 2 to 3 items, found 1");
    assertRefused(
        () -> map().asArrayOf("parts", 2),
        Reason.UNEXPECTED_TYPE,
        "parts: expected an array, found a map");
    assertRefused(
        () -> new CborTag(18, CborValue.of(1)).asMap("header"),
        Reason.UNEXPECTED_TYPE,
        "header: expected a map, found tag 18");
    assertRefused(
        () -> CborValue.of(1).asBoolean("locked"),
        Reason.UNEXPECTED_TYPE,
        "locked: expected a boolean, found an integer");
    assertRefused(
        () -> CborValue.of(true).asMap("header"),
        Reason.UNEXPECTED_TYPE,
        "header: expected a map, found a boolean");
  }

  @Test
  void mapsAreReadByKey() throws Exception {
    CborMap map = map(entry("a", CborValue.of(1)), entry(7, CborValue.of(true)));

    assertThat(map.size()).isEqualTo(2);
    assertThat(map.get("a")).contains(CborValue.of(1));
    assertThat(map.get(7)).contains(CborValue.of(true));
    assertThat(map.get("7")).isEmpty();
    assertThat(map.require("header", "a")).isEqualTo(CborValue.of(1));
    assertRefused(
        () -> map.require("header", "b"),
        Reason.MISSING_KEY,
        "header: expected a key \"b\", found none");
    assertRefused(
        () -> map.requireKeys("header", Set.of("a")),
        Reason.UNKNOWN_KEY,
        "header: expected the keys a and no other, found 2");
  }

  @Test
  void mapsAreWrittenInTheOrderGiven() {
    assertThat(map(entry("b", CborValue.of(1)), entry("a", CborValue.of(2))).encode())
        .containsExactly(0xa2, 0x61, 'b', 1, 0x61, 'a', 2);
  }

  @Test
  void valuesThatHaveNoEncodingCannotBeMade() {
    assertThatThrownBy(() -> CborValue.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CborTag(-1, CborValue.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map(entry(1, CborValue.of(0)), entry(1, CborValue.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> map(new CborMap.Entry(CborValue.of(true), CborValue.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key");
  }

  @Test
  void valuesAreImmutableAndPrintNoBytes() {
    byte[] source = {1, 2, 3};
    CborBytes bytes = CborValue.of(source);
    source[0] = 9;
    bytes.value()[1] = 9;

    assertThat(bytes.value()).containsExactly(1, 2, 3);
    assertThat(bytes)
        .hasToString("CborBytes[3 bytes]")
        .isEqualTo(CborValue.of(new byte[] {1, 2, 3}));
    assertThat(bytes.hashCode()).isEqualTo(CborValue.of(new byte[] {1, 2, 3}).hashCode());
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> CborLimits.of(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CborLimits.of(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CborLimits.of(1, 65, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CborLimits.of(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(ThrowingCallable call, Reason reason, String message) {
    CborException refused = catchThrowableOfType(CborException.class, call);
    assertThat(refused).hasMessage(message);
    assertThat(refused.reason()).isEqualTo(reason);
  }
}
