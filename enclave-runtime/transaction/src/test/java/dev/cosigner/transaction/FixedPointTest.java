package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
