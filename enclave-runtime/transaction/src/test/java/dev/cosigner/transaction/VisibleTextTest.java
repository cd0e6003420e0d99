package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invoice 2026-17",
        "Zo\u00eb M\u00fcller",
        "\u0418\u0432\u0430\u043d",
        "\u6771\u4eac\u30bf\u30ef\u30fc",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u20ac \u00bd \u2713",
        ""
      })
  void leavesHonestTextReadable(String text) {
    assertThat(VisibleText.quote(text)).isEqualTo('"' + text + '"');
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00,
        0x07,
        0x0a,
        0x0d,
        0x1b,
        0x7f,
        0x85,
        0x9b, // control characters, escape sequences
        0xa0,
        0x2003,
        0x3000, // spaces of other widths
        0xad,
        0x200b,
        0x200d,
        0x2060,
        0xfeff,
        0xe0041, // no width
        0x200e,
        0x200f,
        0x202a,
        0x202e,
        0x2066,
        0x2069, // bidirectional controls
        0x5d0,
        0x627,
        0x661, // letters and digits from right to left
        0x2028,
        0x2029, // line and paragraph separators
        0x34f,
        0x115f,
        0x3164,
        0x2800,
        0xfe0f,
        0xe0100, // no ink
        0x20dd, // enclosing mark
        0xff21,
        0xff10,
        0x1d400,
        0x2024, // pass for ASCII
        0xe000,
        0xfdd0,
        0x10ffff // private and unassigned
      })
  void escapesWhatHidesReordersOrPassesForAscii(int c) {
    String text = "a" + Character.toString(c) + "b";
    assertThat(VisibleText.isVisible(text)).isFalse();
    assertThat(VisibleText.quote(text))
        .isEqualTo("\"a\\u{" + Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT) + "}b\"");
  }

  @Test
  void escapesUnpairedSurrogates() {
    assertThat(VisibleText.quote("a\ud800b")).isEqualTo("\"a\\u{D800}b\"");
  }

  @Test
  void escapesQuotationMarksAndBackslashesSoThatNoTextCanImitateAnEscape() {
    assertThat(VisibleText.quote("\\u{202E}\"")).isEqualTo("\"\\\\u{202E}\\\"\"");
  }

  @Test
  void escapesRunsOfSpaces() {
    assertThat(VisibleText.quote("a   b")).isEqualTo("\"a \\u{20}\\u{20}b\"");
    assertThat(VisibleText.quote(" a ")).isEqualTo("\" a \"");
  }

  @Test
  void escapesMarksWithoutALetterAndPilesOfMarks() {
    assertThat(VisibleText.quote("\u0301")).isEqualTo("\"\\u{301}\"");
    assertThat(VisibleText.quote("e\u0301\u0302\u0303")).isEqualTo("\"e\u0301\u0302\\u{303}\"");
  }

  @ParameterizedTest
  @CsvSource({
    "p\u0430ypal, p\\u{430}ypal", // Cyrillic a
    "\u0391lpha, \\u{391}lpha", // Greek capital alpha
    "\u0441\u03bf\u0441\u03bf, \\u{441}\\u{3BF}\\u{441}\\u{3BF}" // Cyrillic es, Greek omicron
  })
  void marksWordsThatMixScriptsThatLookAlike(String word, String marked) {
    assertThat(VisibleText.quote("to " + word + " now")).isEqualTo("\"to " + marked + " now\"");
    assertThat(VisibleText.mixedWords("to " + word + " now")).containsExactly('"' + marked + '"');
  }

  @Test
  void acceptsTheUsualMixturesOfEastAsia() {
    assertThat(VisibleText.mixedWords("T\u30b7\u30e3\u30c4\u58f2\u5834")).isEmpty();
  }

  @Test
  void namesTheScriptsOfOtherLetters() {
    assertThat(VisibleText.foreignScripts("\u0430\u0431\u0432 \u03b1 abc 123"))
        .containsExactly("Cyrillic", "Greek");
    assertThat(VisibleText.foreignScripts("abc")).isEmpty();
  }

  /** Different texts stay different, and what is quoted is visible. */
  @Test
  void losesNothing() {
    Random random = new Random(7);
    int[] alphabet = {'a', ' ', '\\', '"', 'u', '{', '}', '2', 0x430, 0x301, 0x202e, 0x20, 0x5d0};
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(7); j > 0; j--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      String quoted = VisibleText.quote(text.toString());
      assertThat(VisibleText.isVisible(quoted)).isTrue();
      assertThat(seen.merge(quoted, text.toString(), (a, b) -> a)).isEqualTo(text.toString());
    }
  }
}
