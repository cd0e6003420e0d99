package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {
  /** The test vectors of draft-msporny-base58-03, section 5. */
  @ParameterizedTest
  @CsvSource({
    "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
    "0000287fb4cd, 11233QC4",
  })
  void writesAndReadsTheVectorsOfTheDraft(String hex, String text) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(Base58.encode(bytes)).isEqualTo(text);
    assertThat(Base58.decode("vector", text, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void writesAndReadsTheSentenceOfTheDraft() throws Exception {
    byte[] bytes =
        "The quick brown fox jumps over the lazy dog.".getBytes(StandardCharsets.US_ASCII);
    String text = "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z";
    assertThat(Base58.encode(bytes)).isEqualTo(text);
    assertThat(Base58.decodeAtMost("vector", text, 64)).isEqualTo(bytes);
  }

  @Test
  void agreesWithSava() throws Exception {
    Random random = new Random(58);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(i % 100 == 0 ? 1232 : 80)];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(8); zero > 0 && zero < bytes.length; zero--) {
        bytes[zero - 1] = 0;
      }
      String text = Base58.encode(bytes);
      assertThat(text).isEqualTo(software.sava.core.encoding.Base58.encode(bytes));
      assertThat(Base58.decode("bytes", text, bytes.length)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32, 64, 1232})
  void holdsTheExtremesOfASize(int size) throws Exception {
    byte[] bytes = new byte[size];
    assertThat(Base58.decode("zeros", Base58.encode(bytes), size)).isEqualTo(bytes);
    java.util.Arrays.fill(bytes, (byte) 0xff);
    assertThat(Base58.decode("ones", Base58.encode(bytes), size)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "O", "I", "l", " 1", "1 ", "1\n", "+", "/", "\u0441", "\uff11"})
  void refusesCharactersOutsideTheAlphabet(String text) {
    assertThat(refusal(text, 8)).isEqualTo(Reason.INVALID_BASE58);
  }

  @Test
  void refusesAnotherSize() {
    assertThat(refusal("11", 1)).isEqualTo(Reason.INVALID_BASE58);
    assertThat(refusal("11", 3)).isEqualTo(Reason.INVALID_BASE58);
    assertThat(refusal("5R", 1)).isEqualTo(Reason.INVALID_BASE58);
  }

  @Test
  void refusesLongTextBeforeReadingIt() {
    assertThat(
            catchThrowableOfType(
                TransactionException.class,
                () -> Base58.decodeAtMost("text", "z".repeat(1_000_000), 1232)))
        .hasMessage("text: expected at most 1232 bytes in base58, found 1000000 characters");
  }

  private static Reason refusal(String text, int size) {
    return catchThrowableOfType(TransactionException.class, () -> Base58.decode("text", text, size))
        .reason();
  }
}
