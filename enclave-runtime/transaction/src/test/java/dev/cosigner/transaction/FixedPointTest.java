package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {
  @ParameterizedTest
  @CsvSource({
    "0, 9, 0.000000000",
    "1, 9, 0.000000001",
    "1500000000, 9, 1.500000000",
    "18446744073709551615, 9, 18446744073.709551615",
    "18446744073709551615, 0, 18446744073709551615",
    "42, 2, 0.42",
  })
  void writesEveryDecimal(BigInteger units, int decimals, String text) {
    assertThat(FixedPoint.text(units, decimals)).isEqualTo(text);
  }

  @Test
  void readsLongsAsUnsigned() {
    assertThat(FixedPoint.unsigned(-1)).isEqualTo(new BigInteger("18446744073709551615"));
  }

  @Test
  void isExactForAnyNumberOfDecimals() {
    Random random = new Random(9);
    for (int decimals = 0; decimals <= 255; decimals++) {
      BigInteger units = FixedPoint.unsigned(random.nextLong());
      assertThat(new BigDecimal(FixedPoint.text(units, decimals)))
          .isEqualTo(new BigDecimal(units, decimals));
    }
  }

  @Test
  void refusesNegativeAmountsAndTooManyDecimals() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FixedPoint.text(BigInteger.ONE.negate(), 9));
    assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.text(BigInteger.ONE, 256));
    assertThatIllegalArgumentException().isThrownBy(() -> FixedPoint.text(BigInteger.ONE, -1));
  }

  @ParameterizedTest
  @CsvSource({"0, 9, 0", "1.5, 9, 1500000000", "0.000000001, 9, 1", "7, 0, 7"})
  void readsUnitsExactly(String text, int decimals, BigInteger units) {
    assertThat(FixedPoint.parse(text, decimals)).isEqualTo(units);
  }

  @Test
  void readsAsMuchAsATokenCanHold() {
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(FixedPoint.parse(FixedPoint.text(most, 18), 18)).isEqualTo(most);
    assertRefused(FixedPoint.text(most.add(BigInteger.ONE), 18), 18);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1.",
        ".5",
        "-1",
        "+1",
        "01",
        "1e3",
        "1,5",
        "1.0000000001",
        "0x1",
        " 1",
        "\u0661"
      })
  void refusesOtherNumbers(String text) {
    assertRefused(text, 9);
  }

  private static void assertRefused(String text, int decimals) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FixedPoint.parse(text, decimals))
        .withMessageContaining("amount");
  }
}
