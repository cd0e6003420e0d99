package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.nio.charset.StandardCharsets;
import org.web3j.crypto.StructuredDataEncoder;

/** Any document: web3j finds the same hash for what is accepted without arrays. */
class EthereumTypedDataFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void typedData(byte[] document) throws Exception {
    try {
      EthereumTypedData data = EthereumTypedData.parse(document, Accepted.LISTS);
      Accepted.assertJudgedAndShown(data);
      // web3j hashes some arrays otherwise than EIP-712 says.
      if (!TypedDataHash.type(data.type()).contains("[")) {
        assertThat(data.bytesToSign(Transactions.CONTEXT))
            .containsExactly(
                new StructuredDataEncoder(new String(document, StandardCharsets.UTF_8))
                    .hashStructuredData());
      }
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
