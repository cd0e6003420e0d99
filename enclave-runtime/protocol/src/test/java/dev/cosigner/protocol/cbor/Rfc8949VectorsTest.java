package dev.cosigner.protocol.cbor;

import static dev.cosigner.protocol.cbor.CborMap.entry;
import static dev.cosigner.protocol.cbor.CborValue.array;
import static dev.cosigner.protocol.cbor.CborValue.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of RFC 8949, appendix A: those of the subset decode, all others are refused. */
class Rfc8949VectorsTest {
  private static final CborLimits LIMITS = CborLimits.of(1024, 8, 64);

  static Stream<Arguments> subset() {
    return Stream.of(
        arguments("00", CborValue.of(0)),
        arguments("01", CborValue.of(1)),
        arguments("0a", CborValue.of(10)),
        arguments("17", CborValue.of(23)),
        arguments("1818", CborValue.of(24)),
        arguments("1819", CborValue.of(25)),
        arguments("1864", CborValue.of(100)),
        arguments("1903e8", CborValue.of(1000)),
        arguments("1a000f4240", CborValue.of(1_000_000)),
        arguments("1b000000e8d4a51000", CborValue.of(1_000_000_000_000L)),
        arguments("20", CborValue.of(-1)),
        arguments("29", CborValue.of(-10)),
        arguments("3863", CborValue.of(-100)),
        arguments("3903e7", CborValue.of(-1000)),
        arguments("f4", CborValue.of(false)),
        arguments("f5", CborValue.of(true)),
        arguments("f6", CborNull.NULL),
        arguments("c074323031332d30332d32315432303a30343a30305a", tag(0, "2013-03-21T20:04:00Z")),
        arguments("c11a514b67b0", new CborTag(1, CborValue.of(1_363_896_240))),
        arguments("d74401020304", new CborTag(23, CborValue.of(new byte[] {1, 2, 3, 4}))),
        arguments(
            "d818456449455446",
            new CborTag(24, CborValue.of(new byte[] {0x64, 'I', 'E', 'T', 'F'}))),
        arguments(
            "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
            tag(32, "http://www.example.com")),
        arguments("40", CborValue.of(new byte[0])),
        arguments("4401020304", CborValue.of(new byte[] {1, 2, 3, 4})),
        arguments("60", CborValue.of("")),
        arguments("6161", CborValue.of("a")),
        arguments("6449455446", CborValue.of("IETF")),
        arguments("62225c", CborValue.of("\"\\")),
        arguments("62c3bc", CborValue.of("\u00fc")),
        arguments("63e6b0b4", CborValue.of("\u6c34")),
        arguments("64f0908591", CborValue.of("\ud800\udd51")),
        arguments("80", array()),
        arguments("83010203", array(CborValue.of(1), CborValue.of(2), CborValue.of(3))),
        arguments(
            "8301820203820405",
            array(
                CborValue.of(1),
                array(CborValue.of(2), CborValue.of(3)),
                array(CborValue.of(4), CborValue.of(5)))),
        arguments(
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            array(IntStream.rangeClosed(1, 25).mapToObj(CborValue::of).toList())),
        arguments("a0", map()),
        arguments("a201020304", map(entry(1, CborValue.of(2)), entry(3, CborValue.of(4)))),
        arguments(
            "a26161016162820203",
            map(entry("a", CborValue.of(1)), entry("b", array(CborValue.of(2), CborValue.of(3))))),
        arguments("826161a161626163", array(CborValue.of("a"), map(entry("b", CborValue.of("c"))))),
        arguments(
            "a56161614161626142616361436164614461656145",
            map(
                entry("a", CborValue.of("A")),
                entry("b", CborValue.of("B")),
                entry("c", CborValue.of("C")),
                entry("d", CborValue.of("D")),
                entry("e", CborValue.of("E")))));
  }

  private static CborTag tag(long tag, String text) {
    return new CborTag(tag, CborValue.of(text));
  }

  @ParameterizedTest
  @MethodSource("subset")
  void subsetDecodesAndEncodes(String hex, CborValue value) throws Exception {
    assertThat(CborDecoder.decode(HexFormat.of().parseHex(hex), LIMITS)).isEqualTo(value);
    assertThat(HexFormat.of().formatHex(value.encode())).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "1bffffffffffffffff, INTEGER_OVERFLOW",
    "3bffffffffffffffff, INTEGER_OVERFLOW",
    "f90000, FLOATING_POINT",
    "f98000, FLOATING_POINT",
    "f93c00, FLOATING_POINT",
    "fb3ff199999999999a, FLOATING_POINT",
    "fa47c35000, FLOATING_POINT",
    "f97e00, FLOATING_POINT",
    "fb7ff0000000000000, FLOATING_POINT",
    "c1fb41d452d9ec200000, FLOATING_POINT",
    "f7, SIMPLE_VALUE",
    "f0, SIMPLE_VALUE",
    "f8ff, SIMPLE_VALUE",
    "5f42010243030405ff, INDEFINITE_LENGTH",
    "7f657374726561646d696e67ff, INDEFINITE_LENGTH",
    "9fff, INDEFINITE_LENGTH",
    "9f018202039f0405ffff, INDEFINITE_LENGTH",
    "83018202039f0405ff, INDEFINITE_LENGTH",
    "bf61610161629f0203ffff, INDEFINITE_LENGTH",
    "826161bf61626163ff, INDEFINITE_LENGTH",
  })
  void outsideTheSubsetIsRefused(String hex, Reason reason) {
    CborException refused =
        catchThrowableOfType(
            CborException.class, () -> CborDecoder.decode(HexFormat.of().parseHex(hex), LIMITS));
    assertThat(refused.reason()).isEqualTo(reason);
  }
}
