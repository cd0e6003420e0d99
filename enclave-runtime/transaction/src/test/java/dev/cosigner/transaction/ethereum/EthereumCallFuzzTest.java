package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.util.HexFormat;

/**
 * Any data of a call to a listed token that declares one function besides: what is accepted,
 * headlong writes as the same bytes.
 */
class EthereumCallFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void call(byte[] data) {
    try {
      DecodedTransaction transaction =
          EthereumTransaction.parse(Transactions.call(1, Accepted.TOKEN, 0, data), Accepted.LISTS);
      Accepted.assertJudgedAndShown(transaction);
      if (data.length > 0) {
        assertSameAsHeadlong(data);
      }
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  private static void assertSameAsHeadlong(byte[] data) throws TransactionException {
    String selector = HexFormat.of().formatHex(data, 0, FunctionSignature.SELECTOR_BYTES);
    FunctionSignature function =
        KnownFunction.of(selector)
            .map(KnownFunction::signature)
            .orElseGet(() -> FunctionSignature.parse(Accepted.DECLARED));
    assertThat(function.selector()).isEqualTo(selector);
    AbiValue.Sequence values =
        AbiDecoder.decode(function.parameters(), data, FunctionSignature.SELECTOR_BYTES);
    Tuple tuple = (Tuple) HeadlongValues.of(function.parameters(), values);
    assertThat(Function.parse(function.canonical()).encodeCall(tuple).array()).isEqualTo(data);
  }
}
