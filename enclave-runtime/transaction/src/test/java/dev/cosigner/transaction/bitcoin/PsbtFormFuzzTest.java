package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class PsbtFormFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void form(byte[] bytes) {
    try {
      assertThat(Psbt.read(bytes).encode()).isEqualTo(bytes);
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
