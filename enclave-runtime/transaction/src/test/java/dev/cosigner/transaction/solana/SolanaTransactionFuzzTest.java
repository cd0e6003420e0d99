package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.nio.charset.StandardCharsets;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class SolanaTransactionFuzzTest {
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

  @FuzzTest(maxDuration = "30s")
  void transaction(byte[] bytes) {
    try {
      SolanaTransaction transaction = SolanaTransaction.parseTransaction(bytes);
      assertThat(transaction.encoded()).isEqualTo(bytes);
      SavaOracleTest.assertSameAsSava(transaction);
      transaction.verifySignatures();
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  @FuzzTest(maxDuration = "30s")
  void rendering(byte[] bytes) {
    try {
      assertThat(Rendering.decode(bytes).encode()).isEqualTo(bytes);
    } catch (TransactionException e) {
      assertThat(e.reason()).isEqualTo(TransactionException.Reason.INVALID_RENDERING);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(VisibleText.isVisible(VisibleText.quote(text))).isTrue();
    try {
      assertThat(Base58.encode(Base58.decodeAtMost("text", text, 1232))).isEqualTo(text);
    } catch (TransactionException e) {
      assertThat(e.reason()).isEqualTo(TransactionException.Reason.INVALID_BASE58);
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
