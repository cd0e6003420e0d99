package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class RenderingFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void rendering(byte[] bytes) {
    try {
      assertThat(Rendering.decode(bytes).encode()).isEqualTo(bytes);
    } catch (TransactionException e) {
      assertThat(e.reason()).isEqualTo(TransactionException.Reason.INVALID_RENDERING);
    }
  }
}
