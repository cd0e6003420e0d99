package dev.cosigner.transaction.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.json.JsonValue.JsonArray;
import dev.cosigner.transaction.json.JsonValue.JsonBoolean;
import dev.cosigner.transaction.json.JsonValue.JsonNull;
import dev.cosigner.transaction.json.JsonValue.JsonNumber;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void readsEveryKindOfValue() throws Exception {
    assertThat(
            read(
                """
                 {"a": [1, -0.5e+3, true, false, null], "b\\u00e9\\n\\"": "\\ud83d\\ude00/\\/"}
                """))
        .isEqualTo(
            new JsonObject(
                Map.of(
                    "a",
                    new JsonArray(
                        List.of(
                            new JsonNumber("1"),
                            new JsonNumber("-0.5e+3"),
                            new JsonBoolean(true),
                            new JsonBoolean(false),
                            new JsonNull())),
                    "b\u00e9\n\"",
                    new JsonString("\ud83d\ude00//"))));
    assertThat(read("{}")).isEqualTo(new JsonObject(Map.of()));
    assertThat(read("[ ]")).isEqualTo(new JsonArray(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "1 1",
        "1x",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "0x10",
        "NaN",
        "tru",
        "nul",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u00\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\t\"",
        "\ufeff1",
        "// 1",
        "\u00a01"
      })
  void refusesEverythingElse(String document) {
    assertThat(refusal(document.getBytes(UTF_8)).reason()).isEqualTo(Reason.INVALID_JSON);
  }

  @Test
  void refusesMoreThanItsBounds() {
    assertThat(refusal(new byte[] {'"', (byte) 0xff, '"'}).reason()).isEqualTo(Reason.INVALID_TEXT);
    assertThat(refusal(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}).reason())
        .isEqualTo(Reason.INVALID_TEXT);
    assertThat(refusal(" ".repeat(1001).getBytes(UTF_8)).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal("[".repeat(9).getBytes(UTF_8)).reason()).isEqualTo(Reason.TOO_DEEP);
    String many = "[" + "1,".repeat(20) + "1]";
    assertThat(refusal(many.getBytes(UTF_8)).reason()).isEqualTo(Reason.TOO_DEEP);
    assertThat(refusal("9".repeat(129).getBytes(UTF_8)).reason()).isEqualTo(Reason.INVALID_JSON);
  }

  private static JsonValue read(String document) throws TransactionException {
    return JsonReader.read(document.getBytes(UTF_8), 1000, 8, 20);
  }

  private static TransactionException refusal(byte[] document) {
    TransactionException refusal =
        catchThrowableOfType(
            TransactionException.class, () -> JsonReader.read(document, 1000, 7, 20));
    assertThat(refusal).isNotNull().hasMessageContaining(refusal.expected());
    return refusal;
  }
}
