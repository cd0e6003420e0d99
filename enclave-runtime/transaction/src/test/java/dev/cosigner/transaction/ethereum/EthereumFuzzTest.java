package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.StructuredDataEncoder;

/** Any bytes: either understood, with one encoding and as others read them, or refused. */
class EthereumFuzzTest {
  private static final String TOKEN = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
  private static final ReferenceData LISTS =
      new ReferenceData(
          new AssetList(
              List.of(
                  new AssetList.Entry(
                      Asset.of(Transactions.MAINNET, Asset.Kind.ERC20, TOKEN),
                      new AssetList.Unit("USDC", 6)))),
          Map.of(),
          Map.of(
              "eip155:1:" + TOKEN,
              List.of("stake(address validator,(uint256 amount,bytes note)[2][] parts,string s)")));

  @FuzzTest(maxDuration = "60s")
  void transaction(byte[] bytes) {
    try {
      DecodedTransaction transaction = TransactionDecoder.decode(Network.ETHEREUM, bytes, LISTS);
      assertThat(transaction.encoded()).isEqualTo(bytes);
      effectsAndRendering(transaction);
      if (transaction instanceof EthereumTransaction ethereum) {
        RawTransaction read =
            org.web3j.crypto.TransactionDecoder.decode("0x" + HexFormat.of().formatHex(bytes));
        assertThat(ethereum.fields().nonce()).isEqualTo(read.getNonce());
        assertThat(ethereum.fields().value()).isEqualTo(read.getValue());
        assertThat(ethereum.fields().gasLimit()).isEqualTo(read.getGasLimit());
      }
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  /** The data of a call to a contract that declares one function and is a listed token. */
  @FuzzTest(maxDuration = "60s")
  void call(byte[] data) {
    try {
      DecodedTransaction transaction =
          EthereumTransaction.parse(Transactions.call(1, TOKEN, 0, data), LISTS);
      effectsAndRendering(transaction);
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  /** What is accepted as arguments, headlong writes as the same bytes. */
  @FuzzTest(maxDuration = "60s")
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

  @FuzzTest(maxDuration = "60s")
  void typedData(byte[] document) throws Exception {
    try {
      EthereumTypedData data = EthereumTypedData.parse(document, LISTS);
      effectsAndRendering(data);
      assertThat(data.bytesToSign(Transactions.CONTEXT))
          .containsExactly(
              new StructuredDataEncoder(new String(document, StandardCharsets.UTF_8))
                  .hashStructuredData());
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  @FuzzTest(maxDuration = "60s")
  void message(byte[] message) {
    try {
      effectsAndRendering(
          TransactionDecoder.decodeMessage(Network.ETHEREUM, message, ReferenceData.NONE));
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  private static void effectsAndRendering(DecodedTransaction transaction)
      throws TransactionException {
    assertThat(transaction.effects(Transactions.CONTEXT)).isNotEmpty();
    Rendering rendering = transaction.render(Transactions.CONTEXT);
    byte[] encoded = rendering.encode();
    assertThat(encoded.length).isLessThanOrEqualTo(Rendering.MAX_BYTES);
    assertThat(Rendering.decode(encoded)).isEqualTo(rendering);
  }
}
