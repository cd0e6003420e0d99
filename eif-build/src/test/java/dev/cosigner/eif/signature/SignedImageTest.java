package dev.cosigner.eif.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.Images;
import dev.cosigner.eif.OutputFile;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.eif.signature.ImageSignatureException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing and re-signing images, AWS's and ours. */
class SignedImageTest {
  @TempDir private Path directory;

  private Path aws(String name) throws Exception {
    Path file = directory.resolve(name);
    try (InputStream in = Images.class.getResourceAsStream("aws/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521"})
  void whatAwsSignedIsVerified(String curve) throws Exception {
    InspectedImage image = InspectedImage.read(aws("signed-" + curve + ".eif"), Depth.SECTIONS);
    assertThat(image.crc()).isTrue();
    ImageSignature signature = ImageSignature.parse(image.signature().orElseThrow());
    signature.verify(image.measurements().pcr0());
    assertThat(signature.certificate().pem()).isEqualTo(TestSigner.resource(curve + ".pem"));
    // Byte for byte what AWS's tool writes.
    assertThat(signature.encode()).isEqualTo(image.signature().orElseThrow());
  }

  private static Measurements sign(Path image, ImageSignature signature) throws Exception {
    try (OutputFile out = new OutputFile(image)) {
      Measurements measurements = SignedImage.write(image, signature, out);
      out.commit();
      return measurements;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unsigned-two-ramdisks", "unsigned-one-ramdisk-aarch64", "signed-p521"})
  void anImageIsSignedAndSignedAnew(String name) throws Exception {
    Path image = aws(name + ".eif");
    InspectedImage before = InspectedImage.read(image, Depth.SECTIONS);
    for (String key : List.of("p521", "p256", "p384")) {
      PcrValue pcr0 = before.measurements().pcr0();
      Measurements written = sign(image, TestSigner.sign(key, key, pcr0));
      assertThat(written).isEqualTo(before.measurements());
      // Sizes, offsets and CRC are checked by the reader.
      EifImage read = EifImage.read(image);
      assertThat(read.measurements()).isEqualTo(before.measurements());
      assertThat(read.architecture()).isEqualTo(before.architecture());
      assertThat(read.sections().getLast().type()).isEqualTo(SectionType.SIGNATURE);
      assertThat(read.sections())
          .filteredOn(section -> section.type() == SectionType.SIGNATURE)
          .hasSize(1);
      InspectedImage after = InspectedImage.read(image, Depth.SECTIONS);
      ImageSignature signature = ImageSignature.parse(after.signature().orElseThrow());
      signature.verify(pcr0);
      assertThat(signature.certificate().pem()).isEqualTo(TestSigner.resource(key + ".pem"));
    }
  }

  @Test
  void theSignatureOfAnotherImageIsNotPutIn() throws Exception {
    Path image = aws("unsigned-two-ramdisks.eif");
    byte[] before = Files.readAllBytes(image);
    ImageSignature other = TestSigner.sign("p384", "p384", PcrValue.of(new byte[48]));
    assertThat(
            catchThrowableOfType(ImageSignatureException.class, () -> sign(image, other)).reason())
        .isEqualTo(Reason.PCR0);
    assertThat(image).hasBinaryContent(before);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(image);
    }
  }

  @Test
  void theReaderTellsTheHeader() throws Exception {
    try (EifReader reader = EifReader.open(aws("unsigned-one-ramdisk-aarch64.eif"))) {
      assertThat(reader.architecture()).isEqualTo(dev.cosigner.eif.Architecture.AARCH64);
      assertThat(reader.defaultMemory()).isEqualTo(1L << 30);
      assertThat(reader.defaultCpus()).isEqualTo(2);
    }
  }
}
