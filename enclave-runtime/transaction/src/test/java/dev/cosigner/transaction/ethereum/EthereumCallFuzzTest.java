package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/** Any data of a call to a listed token that declares one function besides. */
class EthereumCallFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void call(byte[] data) {
    try {
      DecodedTransaction transaction =
          EthereumTransaction.parse(Transactions.call(1, Accepted.TOKEN, 0, data), Accepted.LISTS);
      Accepted.assertJudgedAndShown(transaction);
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
