package dev.cosigner.protocol.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborException.Reason;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessConfigurationTest {
  private static final List<CborValue> FIELDS =
      List.of(
          CborValue.of(1),
          texts("/bin/sh", "-c", ""),
          texts("A=b=c", "B="),
          CborValue.of("/w"),
          CborValue.of(7),
          CborValue.of(Integer.MAX_VALUE),
          CborValue.array(CborValue.of(0), CborValue.of(9)));

  private static CborArray texts(String... texts) {
    return CborValue.array(Stream.of(texts).map(CborValue::of).toList());
  }

  private static CborValue with(int field, CborValue value) {
    List<CborValue> fields = new ArrayList<>(FIELDS);
    fields.set(field, value);
    return CborValue.array(fields);
  }

  @Test
  void isReadAsItIsWritten() throws CborException {
    ProcessConfiguration configuration =
        new ProcessConfiguration(
            List.of("/bin/sh", "-c", ""),
            List.of("A=b=c", "B="),
            "/w",
            7,
            Integer.MAX_VALUE,
            List.of(0, 9));
    byte[] encoded = configuration.encode();
    assertThat(encoded)
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "8701"
                        + "83"
                        + "672f62696e2f7368"
                        + "622d63"
                        + "60"
                        + "82"
                        + "65413d623d63"
                        + "62423d"
                        + "622f77"
                        + "07"
                        + "1a7fffffff"
                        + "820009"))
        .isEqualTo(CborValue.array(FIELDS).encode());
    assertThat(ProcessConfiguration.decode(encoded)).isEqualTo(configuration);
  }

  @Test
  void theLargestFitsItsEncoding() throws CborException {
    List<String> arguments = new ArrayList<>(Collections.nCopies(256, "x".repeat(256)));
    arguments.set(0, "/" + "x".repeat(255));
    List<String> environment =
        IntStream.range(0, 256).mapToObj(i -> "%03d=".formatted(i) + "y".repeat(252)).toList();
    List<String> shorter = new ArrayList<>(environment);
    shorter.set(0, "000=" + "y".repeat(251));
    List<Integer> groups = Collections.nCopies(64, Integer.MAX_VALUE);
    byte[] encoded =
        new ProcessConfiguration(
                arguments, shorter, "/", Integer.MAX_VALUE, Integer.MAX_VALUE, groups)
            .encode();
    assertThat(ProcessConfiguration.decode(encoded).encode()).isEqualTo(encoded);
    assertThatThrownBy(() -> new ProcessConfiguration(arguments, environment, "/", 0, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("process configuration: expected at most 131072 bytes of text, found 131073");
  }

  static Stream<Arguments> refusals() {
    String long32 = "x".repeat(32 * 1024);
    return Stream.of(
        refusal(with(0, CborValue.of(2)), Reason.OUT_OF_RANGE, "version"),
        refusal(with(1, texts()), Reason.UNEXPECTED_SIZE, "arguments"),
        refusal(
            with(1, CborValue.array(Collections.nCopies(257, CborValue.of("/a")))),
            Reason.UNEXPECTED_SIZE,
            "arguments"),
        refusal(with(1, texts("bin/sh")), Reason.UNEXPECTED_VALUE, "program: expected an absolute"),
        refusal(
            with(1, texts("/a\0")), Reason.UNEXPECTED_VALUE, "arguments: expected text without"),
        refusal(with(1, texts("/a", long32 + "x")), Reason.UNEXPECTED_SIZE, "arguments"),
        refusal(
            with(1, texts("/a", "\u00e4".repeat(16 * 1024) + "x")),
            Reason.UNEXPECTED_VALUE,
            "arguments: expected at most 32768 bytes"),
        refusal(
            with(1, texts("/a", long32, long32, long32, long32)),
            Reason.UNEXPECTED_VALUE,
            "process configuration: expected at most 131072 bytes"),
        refusal(
            with(1, texts("/" + "x".repeat(4095))),
            Reason.UNEXPECTED_VALUE,
            "program: expected a path of at most 4095 bytes"),
        refusal(with(2, texts("A")), Reason.UNEXPECTED_VALUE, "environment: expected NAME=VALUE"),
        refusal(with(2, texts("=A")), Reason.UNEXPECTED_VALUE, "environment: expected NAME=VALUE"),
        refusal(
            with(2, texts("A=1", "A=2")),
            Reason.UNEXPECTED_VALUE,
            "environment: expected distinct names"),
        refusal(with(2, texts("A=\0")), Reason.UNEXPECTED_VALUE, "environment: expected text"),
        refusal(with(3, CborValue.of("w")), Reason.UNEXPECTED_VALUE, "working directory"),
        refusal(with(3, CborValue.of("")), Reason.UNEXPECTED_VALUE, "working directory"),
        refusal(with(3, CborValue.of("/\0")), Reason.UNEXPECTED_VALUE, "working directory"),
        refusal(with(4, CborValue.of(-1)), Reason.OUT_OF_RANGE, "user id"),
        refusal(with(4, CborValue.of(1L << 31)), Reason.OUT_OF_RANGE, "user id"),
        refusal(with(5, CborValue.of(1L << 32)), Reason.OUT_OF_RANGE, "group id"),
        refusal(
            with(6, CborValue.array(CborValue.of(-1))), Reason.OUT_OF_RANGE, "supplementary group"),
        refusal(
            with(6, CborValue.array(Collections.nCopies(65, CborValue.of(1)))),
            Reason.UNEXPECTED_SIZE,
            "supplementary groups"),
        refusal(
            CborValue.array(FIELDS.subList(0, 6)),
            Reason.UNEXPECTED_SIZE,
            "process configuration"));
  }

  private static Arguments refusal(CborValue value, Reason reason, String message) {
    return Arguments.of(value, reason, message);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesWhatIsOutOfBounds(CborValue value, Reason reason, String message) {
    assertThatThrownBy(() -> ProcessConfiguration.decode(value.encode()))
        .isInstanceOfSatisfying(
            CborException.class, refused -> assertThat(refused.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }

  @Test
  void refusesMoreBytesThanTheLargestHas() {
    assertThatThrownBy(() -> ProcessConfiguration.decode(new byte[132 * 1024 + 1]))
        .isInstanceOfSatisfying(
            CborException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
  }
}
