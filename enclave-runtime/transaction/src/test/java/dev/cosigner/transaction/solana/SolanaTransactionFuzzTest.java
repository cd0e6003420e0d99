package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class SolanaTransactionFuzzTest {
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
}
