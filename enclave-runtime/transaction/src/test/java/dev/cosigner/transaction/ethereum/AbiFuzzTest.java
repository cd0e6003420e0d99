package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.util.HexFormat;

/** Any arguments: what is accepted, headlong writes as the same bytes. */
class AbiFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void arguments(byte[] data) {
    String types = "(uint256,(bytes,int64)[],string,address[2],bytes4,bool[][])";
    FunctionSignature function = FunctionSignature.parse("f" + types);
    try {
      AbiValue.Sequence values = AbiDecoder.decode(function.parameters(), data, 0);
      Tuple tuple = (Tuple) HeadlongValues.of(function.parameters(), values);
      byte[] call = Function.parse(function.canonical()).encodeCall(tuple).array();
      assertThat(HexFormat.of().formatHex(call, 4, call.length))
          .isEqualTo(HexFormat.of().formatHex(data));
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }
}
