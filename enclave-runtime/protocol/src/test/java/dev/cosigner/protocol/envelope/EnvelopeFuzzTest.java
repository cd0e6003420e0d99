package dev.cosigner.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborException;

/** What decodes is what encodes to the same bytes; the rest is refused. */
class EnvelopeFuzzTest {
  @FuzzTest
  void envelopesHaveOneEncoding(byte[] bytes) {
    try {
      assertThat(Envelope.decode(bytes).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  @FuzzTest
  void headersHaveOneEncoding(byte[] bytes) {
    try {
      assertThat(EnvelopeHeader.decode(bytes).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
