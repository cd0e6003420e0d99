package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.EifImage;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborValue;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchableImageTest {
  @TempDir private Path folder;

  private void refuses(Path image, String id, String found) {
    assertThatExceptionOfType(CosignerException.class)
        .isThrownBy(() -> LaunchableImage.read(image))
        .satisfies(e -> {
          assertThat(e.id()).isEqualTo(id);
          assertThat(e.exit()).isEqualTo(ExitCode.BAD_INPUT);
          assertThat(e.found().orElseThrow()).contains(found);
        });
  }

  private Path configured(CborValue configuration) throws Exception {
    Path file = folder.resolve("image.eif");
    Files.deleteIfExists(file);
    return TestImage.configured(file, "exit 1", configuration.encode());
  }

  @Test
  void anImageIsMeasuredAndItsConfigurationRead() throws Exception {
    Path development = TestImage.write(folder.resolve("d.eif"), "development", "exit 1");
    LaunchableImage image = LaunchableImage.read(development);
    assertThat(image.anchor()).isEqualTo(AnchorKind.DEVELOPMENT);
    assertThat(image.measurements()).isEqualTo(EifImage.read(development).measurements());
    Path production = TestImage.write(folder.resolve("a.eif"), "aws", "exit 1");
    assertThat(LaunchableImage.read(production).anchor()).isEqualTo(AnchorKind.AWS);
    assertThat(LaunchableImage.read(production).contentKey()).isNotEqualTo(image.contentKey());
  }

  @Test
  void whatIsNoImageIsRefused() throws Exception {
    refuses(Files.writeString(folder.resolve("text"), "#!/bin/sh\n"), "image-malformed", "");
    Path image = TestImage.write(folder.resolve("d.eif"), "development", "exit 1");
    byte[] bytes = Files.readAllBytes(image);
    bytes[bytes.length - 1] ^= 1;
    refuses(Files.write(image, bytes), "image-malformed", "");
  }

  @Test
  void anImageOfAnotherProgramIsRefused() throws Exception {
    Path none = TestImage.configured(folder.resolve("none.eif"), "exit 1", null);
    refuses(none, "image-unknown", "no app/configuration.cbor");
    refuses(configured(CborValue.of(1)), "image-unknown", "an integer");
    refuses(
        configured(CborValue.array(CborValue.of(2), CborValue.of("aws"))), "image-unknown", "2");
    refuses(
        configured(CborValue.array(CborValue.of(1), CborValue.of(1))),
        "image-unknown",
        "an integer");
    refuses(configured(CborValue.of("x".repeat(1025))), "image-unknown", "1025");
  }
}
