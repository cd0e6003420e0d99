package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.Rendering.Line;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final Rendering RENDERING =
      new Rendering(
          "Transfer",
          "solana",
          "A1",
          List.of(new Line("to", "B2", ""), new Line("amount", "1.5", "SOL")),
          List.of("Look twice."));

  @Test
  void hasOneEncoding() throws Exception {
    byte[] encoded = RENDERING.encode();
    assertThat(HexFormat.of().formatHex(encoded))
        .isEqualTo(
            "8601" // six fields, version 1
                + "685472616e73666572"
                + "66736f6c616e61"
                + "624131"
                + "8283"
                + "62746f"
                + "624232"
                + "60"
                + "83"
                + "66616d6f756e74"
                + "63312e35"
                + "63534f4c"
                + "81"
                + "6b4c6f6f6b2074776963652e");
    assertThat(Rendering.decode(encoded)).isEqualTo(RENDERING);
  }

  @Test
  void hasOneText() {
    assertThat(RENDERING.text())
        .isEqualTo(
            """
            Transfer
              Network  solana
              From     A1
              to       B2
              amount   1.5 SOL
              Warning: Look twice.
            """);
  }

  @Test
  void holdsNoCharacterThatDeceives() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Line("to", "B\u202e2", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Line("to\n", "B2", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Line("to", "B2", "\u001b[2J"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rendering("t", "n", "f", List.of(), List.of("a\u200bb")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rendering("t\u00ad", "n", "f", List.of(), List.of()));
  }

  @Test
  void refusesEncodingsThatDeceive() {
    CborValue hidden =
        CborValue.array(
            CborValue.of(1),
            CborValue.of("Transfer\u202e"),
            CborValue.of("solana"),
            CborValue.of("A1"),
            CborValue.array(),
            CborValue.array());
    assertThat(refusal(hidden.encode())).isEqualTo(Reason.INVALID_RENDERING);
  }

  @Test
  void refusesEveryShorterAndLongerEncodingAndAnotherVersion() {
    byte[] encoded = RENDERING.encode();
    for (int length = 0; length < encoded.length; length++) {
      assertThat(refusal(Arrays.copyOf(encoded, length))).isEqualTo(Reason.INVALID_RENDERING);
    }
    assertThat(refusal(Arrays.copyOf(encoded, encoded.length + 1)))
        .isEqualTo(Reason.INVALID_RENDERING);
    encoded[1] = 2;
    assertThat(refusal(encoded)).isEqualTo(Reason.INVALID_RENDERING);
  }

  @Test
  void refusesMoreThan64Kibibytes() {
    assertThat(refusal(new byte[Rendering.MAX_BYTES + 1])).isEqualTo(Reason.INVALID_RENDERING);
    List<Line> lines = Collections.nCopies(4, new Line("", "a".repeat(16 * 1024), ""));
    Rendering large = new Rendering("t", "n", "f", lines, List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(large::encode)
        .withMessageContaining("at most 65536 bytes");
  }

  private static Reason refusal(byte[] encoded) {
    return catchThrowableOfType(TransactionException.class, () -> Rendering.decode(encoded))
        .reason();
  }
}
