package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/** Any message is shown whole, or refused. */
class EthereumMessageFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void message(byte[] message) {
    try {
      Accepted.assertJudgedAndShown(
          TransactionDecoder.decodeMessage(Network.ETHEREUM, message, ReferenceData.NONE));
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
