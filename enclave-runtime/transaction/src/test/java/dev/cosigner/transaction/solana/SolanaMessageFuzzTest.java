package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class SolanaMessageFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void message(byte[] bytes) {
    try {
      SolanaTransaction transaction = SolanaTransaction.parseMessage(bytes);
      assertThat(transaction.message().encode()).isEqualTo(bytes);
      SavaOracleTest.assertSameAsSava(transaction);
      renderForFirstSigner(transaction);
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  private static void renderForFirstSigner(SolanaTransaction transaction)
      throws TransactionException {
    Rendering rendering = transaction.render(transaction.requiredSigners().getFirst());
    byte[] encoded = rendering.encode();
    assertThat(encoded.length).isLessThanOrEqualTo(Rendering.MAX_BYTES);
    assertThat(Rendering.decode(encoded)).isEqualTo(rendering);
  }
}
