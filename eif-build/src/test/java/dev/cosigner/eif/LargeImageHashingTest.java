package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.attestation.Measurements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large images are hashed in other threads and by another library, to the same registers. */
class LargeImageHashingTest {
  private static final long LARGE = 1L << 30;

  @TempDir private Path directory;

  private static Measurements measure(long size, long seed) {
    Random random = new Random(seed);
    MeasurementCalculator calculator = new MeasurementCalculator(size);
    List<SectionType> order =
        List.of(
            SectionType.KERNEL,
            SectionType.COMMAND_LINE,
            SectionType.METADATA,
            SectionType.RAMDISK,
            SectionType.RAMDISK,
            SectionType.RAMDISK,
            SectionType.SIGNATURE);
    byte[] bytes = new byte[700_000];
    random.nextBytes(bytes);
    for (SectionType type : order) {
      calculator.begin(type);
      for (int i = random.nextInt(8); i > 0; i--) {
        int length = random.nextInt(bytes.length);
        calculator.update(bytes, random.nextInt(bytes.length - length), length);
      }
    }
    return calculator.finish();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSizeChangesNoRegister(long seed) {
    assertThat(measure(LARGE, seed)).isEqualTo(measure(0, seed));
  }

  @Test
  void anImageWithOneRamdiskOrNoneMeasuresTheSameToo() {
    for (int ramdisks = 0; ramdisks <= 1; ramdisks++) {
      MeasurementCalculator small = new MeasurementCalculator(0);
      MeasurementCalculator large = new MeasurementCalculator(LARGE);
      for (MeasurementCalculator calculator : List.of(small, large)) {
        calculator.begin(SectionType.KERNEL);
        calculator.update(new byte[3 << 20], 0, 3 << 20);
        if (ramdisks == 1) {
          calculator.begin(SectionType.RAMDISK);
          calculator.update(new byte[100], 0, 100);
        }
      }
      assertThat(large.finish()).isEqualTo(small.finish());
    }
  }

  @Test
  void aCalculatorThatIsLeftHoldsNobodyUp() {
    for (int i = 0; i < 20; i++) {
      MeasurementCalculator left = new MeasurementCalculator(LARGE);
      left.begin(SectionType.KERNEL);
      left.update(new byte[5 << 20], 0, 5 << 20);
    }
    assertThat(measure(LARGE, 9)).isEqualTo(measure(0, 9));
  }

  @Test
  void libcryptoHashesAsTheJdkDoes() throws Exception {
    Path file = directory.resolve("file");
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    Files.write(file, content);
    byte[] expected = Sha384.newDigest().digest(content);
    assertThat(FileHashing.byJdk(file)).isEqualTo(expected);
    if (FileHashing.hasLibcrypto()) {
      assertThat(FileHashing.byLibcrypto(file)).isEqualTo(expected);
    }
  }

  @Test
  void aCopyContinuesFromWhereItWasTaken() {
    for (Sha384Hash hash :
        List.of(new JdkSha384(), LibcryptoSha384.create().orElseGet(JdkSha384::new))) {
      byte[] bytes = Images.ascii("abcdef");
      hash.update(bytes, 1, 2);
      Sha384Hash copy = hash.copy();
      hash.update(bytes, 3, 1);
      copy.update(bytes, 5, 1);
      assertThat(hash.digest()).isEqualTo(Sha384.newDigest().digest(Images.ascii("bcd")));
      assertThat(copy.digest()).isEqualTo(Sha384.newDigest().digest(new byte[] {'b', 'c', 'f'}));
    }
  }
}
