package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static dev.cosigner.transaction.ethereum.Transactions.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract ABI, by the specification's examples and compared with headlong. */
class AbiDecoderTest {
  private static final int CALLS = 4000;

  /** Solidity documentation, Contract ABI Specification, Examples. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "baz(uint32,bool);cdcd77c0",
        "bar(bytes3[2]);fce353f6",
        "sam(bytes,bool,uint256[]);a5643bf2",
        "f(uint256,uint32[],bytes10,bytes);8be65246",
        "g(uint256[][],string[]);2289b18c"
      })
  void givesThePublishedSelectors(String signature, String selector) {
    assertThat(FunctionSignature.parse(signature).selector()).isEqualTo(selector);
  }

  /** The same page: f(0x123, [0x456, 0x789], "1234567890", "Hello, world!"). */
  @Test
  void readsThePublishedExample() throws Exception {
    AbiValue.Sequence values =
        decode(
            "f(uint256,uint32[],bytes10,bytes)",
            word("123")
                + word("80")
                + "31323334353637383930".concat("00".repeat(22))
                + word("e0")
                + word("2")
                + word("456")
                + word("789")
                + word("d")
                + "48656c6c6f2c20776f726c6421".concat("00".repeat(19)));
    assertThat(values.number(0)).isEqualTo(BigInteger.valueOf(0x123));
    assertThat(values.sequence(1).number(1)).isEqualTo(BigInteger.valueOf(0x789));
    assertThat(values.bytes(2)).isEqualTo("1234567890".getBytes(StandardCharsets.US_ASCII));
    assertThat(values.bytes(3)).isEqualTo("Hello, world!".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void refusesWhatIsNotCanonical() {
    String bytes = "f(bytes)";
    String good = word("20") + word("1") + "aa" + "00".repeat(31);
    assertRefused(Reason.INVALID_OFFSET, () -> decode(bytes, word("40") + good.substring(64)));
    assertRefused(
        Reason.INVALID_OFFSET, () -> decode(bytes, word("40") + word("0") + good.substring(64)));
    assertRefused(Reason.INVALID_PADDING, () -> decode(bytes, good.substring(0, 190) + "01"));
    assertRefused(Reason.TRAILING_BYTES, () -> decode(bytes, good + "00"));
    assertRefused(Reason.TRUNCATED, () -> decode(bytes, good.substring(0, 190)));
    assertRefused(Reason.TRUNCATED, () -> decode(bytes, word("20")));
    assertRefused(Reason.TRUNCATED, () -> decode(bytes, ""));
    assertRefused(
        Reason.TRUNCATED, () -> decode(bytes, word("20") + word("ff".repeat(32)) + word("0")));
    assertRefused(
        Reason.TRUNCATED, () -> decode("f(uint8[])", word("20") + word("7fffffff") + word("0")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> decode("f(bool)", word("2")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> decode("f(uint8)", word("100")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> decode("f(int8)", word("80")));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE, () -> decode("f(address)", word("01" + "00".repeat(20))));
    assertRefused(Reason.INVALID_PADDING, () -> decode("f(bytes4)", "11223344".repeat(8)));
    assertRefused(
        Reason.INVALID_TEXT,
        () -> decode("f(string)", word("20") + word("1") + "ff" + "00".repeat(31)));
  }

  /** Two arguments that point to the same bytes. */
  @Test
  void refusesOverlaps() {
    assertRefused(
        Reason.INVALID_OFFSET,
        () ->
            decode("f(bytes,bytes)", word("40") + word("40") + word("1") + "aa" + "00".repeat(31)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f",
        "f(",
        "f()x",
        "(uint256)",
        "f(uint)",
        "f(uint257)",
        "f(uint264)",
        "f(bytes33)",
        "f(bytes0)",
        "f(fixed128x18)",
        "f(uint256 )",
        "f(uint256  a)",
        "f(uint256 a,uint8 a)",
        "f(uint256,)",
        "f(())",
        "f(uint8[0])",
        "f(uint8[01])",
        "f(uint8[9999][9999])",
        "f(uint8[)",
        "f((((((((((uint8))))))))))",
        "f(ad\u0501ress)",
        "f(uint8[1][1][1][1][1][1][1][1][1])"
      })
  void refusesSignaturesOfAnotherForm(String signature) {
    assertThatThrownBy(() -> FunctionSignature.parse(signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("function signature: expected ");
  }

  @ParameterizedTest
  @EnumSource(KnownFunction.class)
  void agreesWithHeadlongOnKnownFunctions(KnownFunction known) throws Exception {
    Function oracle = Function.parse(known.signature().canonical());
    assertThat(oracle.selectorHex()).isEqualTo(known.signature().selector());
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      assertAgree(known.signature(), random);
    }
  }

  @Test
  void agreesWithHeadlongOnGeneratedTypes() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < CALLS; i++) {
      FunctionSignature signature =
          FunctionSignature.parse("f" + tuple(random, 1 + random.nextInt(4), 2));
      assertAgree(signature, random);
    }
  }

  /** Whatever is accepted after a change, headlong reads as the same values, and writes back. */
  @Test
  void acceptsNoChangedCallThatHeadlongReadsOtherwise() throws Exception {
    Random random = new Random(2);
    int accepted = 0;
    for (int i = 0; i < CALLS; i++) {
      FunctionSignature signature =
          FunctionSignature.parse("f" + tuple(random, 1 + random.nextInt(3), 2));
      Function oracle = Function.parse(signature.canonical());
      byte[] call = encode(oracle, values(signature.parameters(), random));
      if (call.length == 4) {
        continue;
      }
      int at = 4 + random.nextInt(call.length - 4);
      call[at] = (byte) (call[at] + 1 + random.nextInt(255));
      try {
        AbiValue.Sequence decoded =
            AbiDecoder.decode(signature.parameters(), call, FunctionSignature.SELECTOR_BYTES);
        assertThat(encode(oracle, (Tuple) HeadlongValues.of(signature.parameters(), decoded)))
            .isEqualTo(call);
        accepted++;
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected()).hasMessageContaining(e.found());
      }
    }
    assertThat(accepted).isPositive();
  }

  private static void assertAgree(FunctionSignature signature, Random random) throws Exception {
    Function oracle = Function.parse(signature.canonical());
    Tuple values = values(signature.parameters(), random);
    byte[] call = encode(oracle, values);
    AbiValue.Sequence decoded =
        AbiDecoder.decode(signature.parameters(), call, FunctionSignature.SELECTOR_BYTES);
    assertThat(HeadlongValues.of(signature.parameters(), decoded))
        .isEqualTo(oracle.decodeCall(call));
    assertThat(encode(oracle, (Tuple) HeadlongValues.of(signature.parameters(), decoded)))
        .isEqualTo(call);
  }

  private static byte[] encode(Function oracle, Tuple values) {
    return oracle.encodeCall(values).array();
  }

  private static String tuple(Random random, int count, int depth) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(type(random, depth));
    }
    return "(" + String.join(",", types) + ")";
  }

  private static String type(Random random, int depth) {
    String base =
        depth > 0 && random.nextInt(4) == 0
            ? tuple(random, 1 + random.nextInt(3), depth - 1)
            : switch (random.nextInt(7)) {
              case 0 -> "uint" + 8 * (1 + random.nextInt(32));
              case 1 -> "int" + 8 * (1 + random.nextInt(32));
              case 2 -> "address";
              case 3 -> "bool";
              case 4 -> "bytes" + (1 + random.nextInt(32));
              case 5 -> "bytes";
              default -> "string";
            };
    for (int i = random.nextInt(8); i > 6 - depth; i -= 2) {
      base += random.nextBoolean() ? "[]" : "[" + (1 + random.nextInt(3)) + "]";
    }
    return base;
  }

  private static Tuple values(AbiType.Tuple type, Random random) {
    return (Tuple) HeadlongValues.of(type, generate(type, random));
  }

  private static AbiValue generate(AbiType type, Random random) {
    return switch (type) {
      case AbiType.Uint uint -> new AbiValue.Numeric(new BigInteger(uint.bits(), random));
      case AbiType.Int integer -> {
        BigInteger magnitude = new BigInteger(integer.bits() - 1, random);
        yield new AbiValue.Numeric(random.nextBoolean() ? magnitude : magnitude.not());
      }
      case AbiType.Address _ -> new AbiValue.Account(EthereumAddress.of(bytes(20, random)));
      case AbiType.Bool _ -> new AbiValue.Truth(random.nextBoolean());
      case AbiType.FixedBytes fixed -> new AbiValue.Octets(bytes(fixed.size(), random));
      case AbiType.Bytes _ -> new AbiValue.Octets(bytes(random.nextInt(70), random));
      case AbiType.Text _ ->
          new AbiValue.Characters("\u00e9t\u00e9 \ud83d\ude00".repeat(random.nextInt(6)));
      case AbiType.Tuple tuple ->
          new AbiValue.Sequence(
              tuple.parameters().stream()
                  .map(parameter -> generate(parameter.type(), random))
                  .toList());
      case AbiType.Array array -> {
        List<AbiValue> elements = new ArrayList<>();
        int count = array.length() == AbiType.Array.ANY ? random.nextInt(4) : array.length();
        for (int i = 0; i < count; i++) {
          elements.add(generate(array.element(), random));
        }
        yield new AbiValue.Sequence(elements);
      }
    };
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static AbiValue.Sequence decode(String signature, String arguments)
      throws TransactionException {
    return AbiDecoder.decode(FunctionSignature.parse(signature).parameters(), hex(arguments), 0);
  }

  private static String word(String hex) {
    return "0".repeat(64 - hex.length()) + hex;
  }
}
