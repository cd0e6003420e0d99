package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import org.web3j.crypto.Sign;

/** Any message is shown whole and hashed as web3j does, or refused. */
class EthereumMessageFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void message(byte[] message) {
    try {
      DecodedTransaction decoded =
          TransactionDecoder.decodeMessage(Network.ETHEREUM, message, ReferenceData.NONE);
      Accepted.assertJudgedAndShown(decoded);
      assertThat(decoded.encoded()).isEqualTo(message);
      assertThat(decoded.bytesToSign(Transactions.CONTEXT))
          .containsExactly(Sign.getEthereumMessageHash(message));
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
