package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import fr.acinq.bitcoin.Transaction;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class RawTransactionFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void transaction(byte[] bytes) {
    try {
      RawTransaction read = RawTransaction.read("transaction", new ByteReader(bytes, 0), true);
      assertThat(read.encode()).isEqualTo(bytes);
      assertThat(Transaction.read(bytes).txid.toString()).isEqualTo(read.idText());
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
