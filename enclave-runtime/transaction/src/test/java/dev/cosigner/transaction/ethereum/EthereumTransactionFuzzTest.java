package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.util.HexFormat;
import org.web3j.crypto.RawTransaction;

/** Any bytes: a transaction with one encoding that web3j reads alike, or refused. */
class EthereumTransactionFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void transaction(byte[] bytes) {
    try {
      DecodedTransaction transaction =
          TransactionDecoder.decode(Network.ETHEREUM, bytes, Accepted.LISTS);
      assertThat(transaction.encoded()).isEqualTo(bytes);
      Accepted.assertJudgedAndShown(transaction);
      if (transaction instanceof EthereumTransaction ethereum) {
        RawTransaction read =
            org.web3j.crypto.TransactionDecoder.decode("0x" + HexFormat.of().formatHex(bytes));
        assertThat(ethereum.fields().encode()).isEqualTo(bytes);
        assertThat(ethereum.fields().nonce()).isEqualTo(read.getNonce());
        assertThat(ethereum.fields().value()).isEqualTo(read.getValue());
        assertThat(ethereum.fields().gasLimit()).isEqualTo(read.getGasLimit());
      }
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
