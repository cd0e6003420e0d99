package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private static final String A = "a0".repeat(48);
  private static final String B = "b1".repeat(48);
  private static final String C = "c2".repeat(48);
  private static final String ZERO = "00".repeat(48);

  @Test
  void areReadAndWrittenInHexadecimal() {
    Measurements measurements = Measurements.ofHex(A, B.toUpperCase(java.util.Locale.ROOT), C);

    assertThat(measurements.pcr1().hex()).isEqualTo(B);
    assertThat(measurements.registers()).extracting(PcrValue::hex).containsExactly(A, B, C);
    assertThat(measurements)
        .isEqualTo(
            Measurements.of(
                measurements.pcr0().bytes(),
                measurements.pcr1().bytes(),
                measurements.pcr2().bytes()));
    assertThat(measurements.toString()).contains(A, B, C);
  }

  @Test
  void registersHave48BytesAndAreCopied() {
    assertThatThrownBy(() -> PcrValue.of(new byte[47]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a PCR has 48 bytes, found 47");
    assertThatThrownBy(() -> PcrValue.ofHex(A + "00")).hasMessageContaining("found 49");
    assertThatThrownBy(() -> PcrValue.ofHex("x".repeat(96)))
        .isInstanceOf(IllegalArgumentException.class);

    byte[] source = TestModule.filled(48, 1);
    PcrValue register = PcrValue.of(source);
    source[0] = 9;
    register.bytes()[1] = 9;
    assertThat(register).isEqualTo(PcrValue.of(TestModule.filled(48, 1)));
  }

  @Test
  void aPolicyNeverAllowsZerosNorNothing() {
    Measurements image = Measurements.ofHex(A, B, C);

    assertThat(MeasurementPolicy.of(image).allowed()).containsExactly(image);
    for (Measurements debug :
        List.of(
            Measurements.ofHex(ZERO, B, C),
            Measurements.ofHex(A, ZERO, C),
            Measurements.ofHex(A, B, ZERO))) {
      assertThatThrownBy(() -> new MeasurementPolicy(List.of(image, debug)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("debug mode");
    }
    assertThatThrownBy(() -> new MeasurementPolicy(List.of())).hasMessageContaining("found 0");
    assertThat(new MeasurementPolicy(Collections.nCopies(16, image)).allowed()).hasSize(16);
    assertThatThrownBy(() -> new MeasurementPolicy(Collections.nCopies(17, image)))
        .hasMessageContaining("found 17");
  }
}
