package dev.cosigner.enclave.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignProcessTest {
  private static final byte[] PROCESS =
      new ProcessConfiguration(List.of("/bin/true"), List.of(), "/", 0, 0, List.of()).encode();

  @TempDir private Path folder;

  private File file(byte[] content) throws Exception {
    return Files.write(folder.resolve("process.cbor"), content).toFile();
  }

  private void refused(File file, int exitCode, String message) {
    assertThatThrownBy(() -> ForeignProcess.of(file))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(exitCode))
        .hasMessageStartingWith(message);
  }

  @Test
  void aCosignersImageHasNone() throws Exception {
    assertThat(ForeignProcess.of(folder.resolve("process.cbor").toFile())).isEmpty();
  }

  @Test
  void anImageWithOneIsForeign() throws Exception {
    assertThat(ForeignProcess.of(file(PROCESS))).isPresent();
  }

  /** Whatever is there, an image with this file never becomes a cosigner. */
  @Test
  void aFileThatIsNoneIsRefused() throws Exception {
    PROCESS[1] ^= 2;
    try {
      refused(
          file(PROCESS),
          BootException.REFUSED,
          "app/process.cbor: process configuration version: expected integer 1, found 3");
    } finally {
      PROCESS[1] ^= 2;
    }
    refused(file(new byte[0]), BootException.REFUSED, "app/process.cbor: CBOR at byte 0");
    refused(
        file(new byte[ProcessConfiguration.MAX_BYTES + 9]),
        BootException.REFUSED,
        "app/process.cbor: expected at most 135168 bytes of CBOR, found 135169");
    refused(folder.toFile(), BootException.ENVIRONMENT, "expected the image's process: ");
  }

  @Test
  void aProcessOfSomebodysMachineDoesNotBecomeOne() throws Exception {
    ForeignProcess process = ForeignProcess.of(file(PROCESS)).orElseThrow();
    assertThatThrownBy(() -> process.start(new HostProcess()))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessageStartingWith("expected to start the image's process in a virtual machine");
  }
}
