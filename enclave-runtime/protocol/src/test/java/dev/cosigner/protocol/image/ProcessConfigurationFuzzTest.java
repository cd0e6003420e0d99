package dev.cosigner.protocol.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborException;

/** A configuration is read as it was written, or refused. */
class ProcessConfigurationFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void hasOneEncoding(byte[] bytes) {
    try {
      assertThat(ProcessConfiguration.decode(bytes).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
