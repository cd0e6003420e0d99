package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.MeasurementsFileException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nitro-cli's form of an image's registers. */
class MeasurementsFileTest {
  private static final String A = "0a".repeat(48);
  private static final String B = "0b".repeat(48);
  private static final String C = "0c".repeat(48);
  private static final String GOOD =
      """
      {
        "Measurements": {
          "HashAlgorithm": "Sha384 { ... }",
          "PCR0": "%s",
          "PCR1": "%s",
          "PCR2": "%s"
        }
      }
      """
          .formatted(A, B, C);

  private static Measurements parse(String json) throws IOException {
    return MeasurementsFile.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Measurements random(Random random) {
    byte[][] registers = new byte[3][48];
    for (byte[] register : registers) {
      random.nextBytes(register);
    }
    return Measurements.of(registers[0], registers[1], registers[2]);
  }

  @Test
  void itIsWrittenAsNitroCliDoes() throws IOException {
    assertThat(new String(MeasurementsFile.format(parse(GOOD)), StandardCharsets.UTF_8))
        .isEqualTo(GOOD);
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      Measurements measurements = random(random);
      assertThat(MeasurementsFile.parse(MeasurementsFile.format(measurements)))
          .isEqualTo(measurements);
    }
  }

  @Test
  void bothSpellingsAndASignedImagesRegisterAreRead() throws IOException {
    Measurements expected = parse(GOOD);

    assertThat(parse(GOOD.replace("Sha384 { ... }", "Sha512_48 { .. }"))).isEqualTo(expected);
    assertThat(parse(GOOD.replace("\"PCR0\"", "\"PCR8\": \"" + A + "\", \"PCR0\"")))
        .isEqualTo(expected);
    assertThat(parse(GOOD.replace(A, A.toUpperCase(java.util.Locale.ROOT)))).isEqualTo(expected);
  }

  @Test
  void eachFaultHasItsReason() {
    assertThat(refusal(" ".repeat(65_537))).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal("")).isEqualTo(Reason.JSON);
    assertThat(refusal("[]")).isEqualTo(Reason.JSON);
    assertThat(refusal("[".repeat(60_000))).isEqualTo(Reason.JSON);
    assertThat(refusal(GOOD + GOOD)).isEqualTo(Reason.JSON);
    assertThat(refusal(GOOD.replace("PCR1", "PCR0"))).isEqualTo(Reason.JSON);
    assertThat(refusal("{}")).isEqualTo(Reason.FIELD);
    assertThat(refusal("{\"Measurements\": 1}")).isEqualTo(Reason.FIELD);
    assertThat(refusal(GOOD.replace("\"" + A + "\"", "7"))).isEqualTo(Reason.FIELD);
    assertThat(refusal(GOOD.replace("PCR2", "PCR8"))).isEqualTo(Reason.FIELD);
    assertThat(refusal(GOOD.replace("{\n  \"M", "{\"x\": 1, \"M"))).isEqualTo(Reason.UNKNOWN_FIELD);
    assertThat(refusal(GOOD.replace("PCR2", "PCR3"))).isEqualTo(Reason.UNKNOWN_FIELD);
    assertThat(refusal(GOOD.replace("Sha384", "Sha256"))).isEqualTo(Reason.HASH_ALGORITHM);
    assertThat(refusal(GOOD.replace(A, "0a"))).isEqualTo(Reason.REGISTER);
    assertThat(refusal(GOOD.replace(A, A.replace('a', 'g')))).isEqualTo(Reason.REGISTER);
    assertThat(refusal(GOOD.replace(A, A.replace('a', '\u0661')))).isEqualTo(Reason.REGISTER);
  }

  private static Reason refusal(String json) {
    return catchThrowableOfType(MeasurementsFileException.class, () -> parse(json)).reason();
  }

  @Test
  void aFileIsReadUpToItsBound(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("m.json");
    Files.writeString(file, GOOD);
    assertThat(MeasurementsFile.read(file)).isEqualTo(parse(GOOD));

    Files.writeString(file, GOOD + " ".repeat(65_536));
    assertThat(
            catchThrowableOfType(MeasurementsFileException.class, () -> MeasurementsFile.read(file))
                .reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aDifferenceNamesItsRegister() throws IOException {
    Measurements expected = parse(GOOD);
    Measurements found = parse(GOOD.replace(B, C));

    assertThat(RegisterDifference.between(expected, expected)).isEmpty();
    assertThat(RegisterDifference.between(expected, found))
        .isEqualTo(List.of(new RegisterDifference("PCR1", PcrValue.ofHex(B), PcrValue.ofHex(C))));
    assertThat(RegisterDifference.between(expected, random(new Random(1))))
        .extracting(RegisterDifference::register)
        .containsExactly("PCR0", "PCR1", "PCR2");
  }
}
