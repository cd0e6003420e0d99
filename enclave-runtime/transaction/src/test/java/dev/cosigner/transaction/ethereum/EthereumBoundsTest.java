package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Transactions.CONTEXT;
import static dev.cosigner.transaction.ethereum.Transactions.encode;
import static dev.cosigner.transaction.ethereum.Transactions.feeMarket;
import static dev.cosigner.transaction.ethereum.Transactions.list;
import static dev.cosigner.transaction.ethereum.Transactions.string;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Bounded;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile inputs of a megabyte, and the largest that are read at all: judged or refused soon. */
class EthereumBoundsTest {
  private static final int MEGABYTE = 1 << 20;

  /** An input that is read. */
  record Input(String name, Decoding decoding) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Reads an input. */
  interface Decoding {
    DecodedTransaction decode() throws TransactionException;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void areBounded(Input input) {
    boolean end =
        Bounded.bounded(() -> {
          try {
            DecodedTransaction decoded = input.decoding().decode();
            decoded.effects(CONTEXT);
            decoded.render(CONTEXT);
            return true;
          } catch (TransactionException e) {
            return !e.expected().isEmpty();
          }
        });
    assertThat(end).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[{\"type\":\"event\"},",
        "{\"a\":",
        "[{\"type\":\"function\",\"name\":\"f\",\"stateMutability\":\"payable\",\"inputs\":[]},",
        "\"\\u0041",
        " "
      })
  void boundAbis(String part) {
    byte[] json = part.repeat(ContractAbi.MAX_BYTES / part.length()).getBytes(UTF_8);
    Reason reason =
        Bounded.bounded(() -> {
          try {
            ContractAbi.parse(json);
            return null;
          } catch (TransactionException e) {
            return e.reason();
          }
        });
    assertThat(reason).isIn(Reason.INVALID_ABI, Reason.INVALID_JSON, Reason.TOO_DEEP);
  }

  static List<Input> inputs() {
    byte[] random = new byte[MEGABYTE];
    new Random(1).nextBytes(random);
    Map<String, byte[]> transactions = new LinkedHashMap<>();
    transactions.put("a megabyte of lists", filled(MEGABYTE, 0xc1));
    transactions.put("a megabyte of authorization", filled(MEGABYTE, 0x05));
    transactions.put("a megabyte at random", random);
    transactions.put("lists up to the limit", filled(UnsignedTransaction.MAX_BYTES, 0xc0));
    transactions.put(
        "many small items",
        encode(2, with(8, string("01").encode(), UnsignedTransaction.MAX_BYTES - 100)));
    transactions.put("a wide access list", encode(2, accessList()));
    transactions.put("calls in calls", calls());
    transactions.put("long data", Transactions.call(1, Transactions.OTHER, 0, new byte[100_000]));
    List<Input> inputs = new ArrayList<>();
    transactions.forEach((name, bytes) ->
        inputs.add(new Input(name, () -> TransactionDecoder.decode("ethereum", bytes))));
    inputs.add(typed("a megabyte of JSON", filled(MEGABYTE, '[')));
    inputs.add(typed("arrays in arrays", filled(100_000, '[')));
    inputs.add(typed("many values", values()));
    inputs.add(typed("many types", types()));
    inputs.add(message("a megabyte of message", filled(MEGABYTE, 'a')));
    inputs.add(message("many lines", filled(EthereumMessage.MAX_BYTES, '\n')));
    return inputs;
  }

  private static Input typed(String name, byte[] bytes) {
    return new Input(
        name,
        () -> TransactionDecoder.decodeTypedData(Network.ETHEREUM, bytes, ReferenceData.NONE));
  }

  private static Input message(String name, byte[] bytes) {
    return new Input(
        name, () -> TransactionDecoder.decodeMessage(Network.ETHEREUM, bytes, ReferenceData.NONE));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static List<RlpItem> with(int index, byte[] item, int count) {
    List<RlpItem> fields = feeMarket();
    fields.set(index, RlpItem.list(Collections.nCopies(count, RlpItem.of(item))));
    return fields;
  }

  private static List<RlpItem> accessList() {
    RlpItem entry = list(string(Transactions.OTHER), list(string("11".repeat(32))));
    List<RlpItem> fields = feeMarket();
    fields.set(8, RlpItem.list(Collections.nCopies(2200, entry)));
    return fields;
  }

  /** As many calls as are read, each with as much data as fits. */
  private static byte[] calls() {
    byte[] inner =
        AbiEncoder.call(
            KnownFunction.SAFE_BATCH_TRANSFER,
            Transactions.WALLET,
            Transactions.OTHER,
            Collections.nCopies(8, 7),
            Collections.nCopies(8, 7),
            new byte[0]);
    byte[] level = AbiEncoder.call(KnownFunction.MULTICALL, Collections.nCopies(120, inner));
    for (int i = 0; i < 4; i++) {
      level = AbiEncoder.call(KnownFunction.MULTICALL, List.of(level));
    }
    return Transactions.call(1, Transactions.OTHER, 0, level);
  }

  private static byte[] values() {
    String fields = "[{\"name\":\"a\",\"type\":\"B[]\"}]";
    String message = "{\"a\":[" + "{\"v\":1},".repeat(4000) + "{\"v\":1}]}";
    return document("\"A\":" + fields + ",\"B\":[{\"name\":\"v\",\"type\":\"uint8\"}]", message);
  }

  /** Fourteen levels of structs that each refer to the next many times. */
  private static byte[] types() {
    StringBuilder types = new StringBuilder("\"A\":[{\"name\":\"x\",\"type\":\"S1[]\"}]");
    for (int level = 1; level < 14; level++) {
      types.append(",\"S").append(level).append("\":[");
      for (int i = 0; i < 60; i++) {
        types.append(i == 0 ? "" : ",");
        types.append("{\"name\":\"f%d\",\"type\":\"S%d[]\"}".formatted(i, level + 1));
      }
      types.append(']');
    }
    types.append(",\"S14\":[]");
    return document(types.toString(), "{\"x\":[]}");
  }

  private static byte[] document(String types, String message) {
    return """
    {"types":{"EIP712Domain":[{"name":"name","type":"string"}],%s},"primaryType":"A",
     "domain":{"name":"D"},"message":%s}
    """
        .formatted(types, message)
        .getBytes(UTF_8);
  }
}
