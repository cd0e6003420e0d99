package dev.cosigner.enclave.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cosigner.enclave.linux.LocalLink;
import dev.cosigner.enclave.linux.ParentLink;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmProvider;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The anchor kinds never mix. */
class NsmSelectionTest {
  private static final MeasuredConfiguration AWS = new MeasuredConfiguration(AnchorKind.AWS);
  private static final MeasuredConfiguration DEVELOPMENT =
      new MeasuredConfiguration(AnchorKind.DEVELOPMENT);
  private static final ParentLink PARENT = new LocalLink(Path.of("run"));

  private static final NsmProvider PROVIDER =
      parent -> {
        throw new IOException("asked");
      };

  @Test
  void aDevelopmentImageUsesItsSimulatedNsm() {
    assertThatThrownBy(() -> open(DEVELOPMENT, List.of(PROVIDER))).hasMessage("NSM: asked");
  }

  @Test
  void aDevelopmentImageWithoutOneIsRefused() {
    assertThatThrownBy(() -> open(DEVELOPMENT, List.of()))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessage("expected 1 simulated NSMs in an image of anchor kind development, found 0");
  }

  @Test
  void aDevelopmentImageWithTwoIsRefused() {
    assertThatThrownBy(() -> open(DEVELOPMENT, List.of(PROVIDER, PROVIDER)))
        .hasMessage("expected 1 simulated NSMs in an image of anchor kind development, found 2");
  }

  @Test
  void anAwsImageWithASimulatedNsmIsRefused() {
    assertThatThrownBy(() -> open(AWS, List.of(PROVIDER)))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessage("expected 0 simulated NSMs in an image of anchor kind aws, found 1");
  }

  @Test
  void anAwsImageNeedsTheDevice() {
    assumeThat(Files.exists(Path.of("/dev/nsm"))).isFalse();
    assertThatThrownBy(() -> open(AWS, List.of()))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.ENVIRONMENT))
        .hasMessage(
            "NSM: expected the NSM at /dev/nsm: open failed: no such file or directory (ENOENT)");
  }

  private static Nsm open(MeasuredConfiguration configuration, List<NsmProvider> providers)
      throws BootException {
    return NsmSelection.open(configuration, providers, PARENT);
  }
}
