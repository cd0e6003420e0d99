package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.NitroPlacement;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.protocol.attestation.Measurements;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnclaveEntryTest {
  private static final LaunchedEnclave ENCLAVE =
      new LaunchedEnclave(
          "0123456789ab",
          "provider-1",
          "process",
          Path.of("/images/c.eif"),
          Measurements.ofHex("a0".repeat(48), "a1".repeat(48), "a2".repeat(48)),
          true,
          "i-0-enc0",
          Path.of("/state/images/c"),
          Path.of("/run/0123456789ab"),
          Instant.parse("2026-01-02T03:04:05Z"),
          new ProcessIdentity(10, 20, "boot"),
          true,
          List.of(new ProcessIdentity(30, 40, "boot")),
          new NitroPlacement("i-0-enc0", 16, true));

  @Test
  void anEntryIsReadBackAsItWasWritten() throws Exception {
    assertThat(EnclaveEntry.read(EnclaveEntry.write(ENCLAVE))).isEqualTo(ENCLAVE);
  }

  @Test
  void whatIsNoEntryIsRefused() {
    String json = new String(EnclaveEntry.write(ENCLAVE), StandardCharsets.UTF_8);
    refuses("", "No content");
    refuses("[]", "Cannot deserialize");
    refuses(json + "{}", "Trailing token");
    refuses(json.replace("\"version\" : 2", "\"version\" : 3"), "expected version 2, found 3");
    refuses(json.replace("\"version\" : 2,", ""), "version");
    refuses(json.replace("\"version\"", "\"extra\" : 1, \"version\""), "extra");
    refuses(json.replace("\"launched\" : true,", ""), "launched");
    refuses(json.replace("\"launched\" : true", "\"launched\" : null"), "boolean");
    refuses(json.replace("a1a1", "zz"), "");
    refuses(json.replace("2026-01-02T03", "yesterday"), "could not be parsed");
    refuses(json.replace("\"/images/c.eif\"", "null"), "");
    refuses(json.replace("\"pid\" : 30", "\"pid\" : \"x\""), "");
  }

  private static void refuses(String json, String message) {
    assertThatExceptionOfType(MalformedEntryException.class)
        .isThrownBy(() -> EnclaveEntry.read(json.getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining(message);
  }
}
