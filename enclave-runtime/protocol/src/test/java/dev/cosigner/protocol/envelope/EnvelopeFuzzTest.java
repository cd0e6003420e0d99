package dev.cosigner.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborException;

/** What decodes is what encodes to the same bytes; the rest is refused. */
class EnvelopeFuzzTest {
  /** Both in one: Jazzer fuzzes one test of a class. */
  @FuzzTest(maxDuration = "30s")
  void envelopesAndHeadersHaveOneEncoding(byte[] bytes) {
    try {
      assertThat(Envelope.decode(bytes).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
    try {
      assertThat(EnvelopeHeader.decode(bytes).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
