package dev.cosigner.enclave.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MeasuredConfigurationTest {
  @Test
  void namesTheAnchorKind() throws Exception {
    assertThat(decode("820163617773").anchorKind()).isEqualTo(AnchorKind.AWS);
    assertThat(decode("82016b646576656c6f706d656e74").anchorKind())
        .isEqualTo(AnchorKind.DEVELOPMENT);
  }

  @Test
  void anotherAnchorKindIsRefused() {
    refused(
        CborValue.array(CborValue.of(1), CborValue.of("AWS")).encode(),
        "app/configuration.cbor: expected the anchor kind aws or development, found another");
  }

  @Test
  void anotherVersionIsRefused() {
    refused(
        CborValue.array(CborValue.of(2), CborValue.of("aws")).encode(),
        "app/configuration.cbor version: expected integer 1, found 2");
  }

  @Test
  void aFurtherFieldIsRefused() {
    refused(
        CborValue.array(CborValue.of(1), CborValue.of("aws"), CborValue.of(0)).encode(),
        "app/configuration.cbor: expected 2 items, found 3");
  }

  @Test
  void aFileThatIsTooLongIsRefused() {
    refused(new byte[1025], "expected at most 1024 bytes of CBOR, found 1025");
  }

  @Test
  void aMissingFileIsTold() {
    // The tests' working directory has no app/.
    assertThatThrownBy(MeasuredConfiguration::read)
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.ENVIRONMENT))
        .hasMessageStartingWith("expected the measured configuration: app/configuration.cbor");
  }

  private static MeasuredConfiguration decode(String hex) throws BootException {
    return MeasuredConfiguration.decode(HexFormat.of().parseHex(hex));
  }

  private static void refused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> MeasuredConfiguration.decode(bytes))
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessage(reason);
  }
}
