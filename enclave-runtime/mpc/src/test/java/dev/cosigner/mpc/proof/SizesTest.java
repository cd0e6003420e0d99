package dev.cosigner.mpc.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The least sizes that hold all values in range, at full size. */
class SizesTest {
  private final Sizes sizes = new Sizes(SecurityParameters.STANDARD);
  private final Ranges ranges = new Ranges(SecurityParameters.STANDARD, Parties.Q);

  @Test
  void sizesAreThoseOfTheParameters() {
    assertThat(sizes.modulus()).isEqualTo(256);
    assertThat(sizes.ciphertext()).isEqualTo(512);
    assertThat(sizes.masked()).isEqualTo(97);
    assertThat(sizes.maskedPrime()).isEqualTo(225);
    assertThat(sizes.maskedSum()).isEqualTo(255);
    assertThat(sizes.maskedFactor()).isEqualTo(225);
    assertThat(sizes.exponent(1)).isEqualTo(353);
    assertThat(sizes.exponent(2)).isEqualTo(609);
  }

  @Test
  void theEndsOfRangesFit() throws Exception {
    var modulus = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE);
    var ends =
        Map.of(
            ranges.masked(), sizes.masked(),
            ranges.maskedPrime(), sizes.maskedPrime(),
            ranges.maskedSum(), sizes.maskedSum(),
            ranges.maskedFactor(modulus), sizes.maskedFactor(),
            ranges.exponentResponse(modulus), sizes.exponent(1),
            ranges.exponentResponse(modulus.pow(2)), sizes.exponent(2));
    for (var end : ends.entrySet()) {
      for (var value : new BigInteger[] {end.getKey(), end.getKey().negate()}) {
        assertThat(Fields.ofSigned(value, end.getValue()).asBytes("end", 0, 1000))
            .hasSize(end.getValue());
      }
    }
  }

  /** Masks are as wide as responses, but for what a challenge adds. */
  @Test
  void rangesAreThoseOfThePaper() {
    var modulus = BigInteger.valueOf(1_000_003);
    assertThat(ranges.masked()).isEqualTo(BigInteger.TWO.pow(768));
    assertThat(ranges.maskedPrime()).isEqualTo(BigInteger.TWO.pow(1792));
    assertThat(ranges.maskedSum()).isEqualTo(BigInteger.TWO.pow(2038));
    assertThat(ranges.exponent(modulus)).isEqualTo(modulus.shiftLeft(256));
    assertThat(ranges.maskedExponent(modulus)).isEqualTo(modulus.shiftLeft(768));
    assertThat(ranges.exponentResponse(modulus))
        .isEqualTo(modulus.shiftLeft(768).add(modulus.shiftLeft(256).multiply(Parties.Q)));
    assertThat(ranges.maskedFactor(modulus.pow(2))).isEqualTo(modulus.shiftLeft(768));
  }
}
