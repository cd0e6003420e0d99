package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esaulpaugh.headlong.abi.Function;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;

/**
 * Any document: an ABI whose functions headlong reads, too, with the same selectors, or refused.
 */
class ContractAbiFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void abi(byte[] json) {
    ContractAbi abi;
    try {
      abi = ContractAbi.parse(json);
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
      return;
    }
    assertThat(new ContractAbi(abi.functions())).isEqualTo(abi);
    for (String function : abi.functions()) {
      FunctionSignature signature = FunctionSignature.parse(function);
      assertThat(Function.parse(signature.canonical()).selectorHex())
          .isEqualTo(signature.selector());
    }
  }
}
