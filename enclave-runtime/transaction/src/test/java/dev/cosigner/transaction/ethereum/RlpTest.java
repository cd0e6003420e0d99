package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.ethereum.RlpItem.RlpList;
import dev.cosigner.transaction.ethereum.RlpItem.RlpString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpType;

/** Cases of ethereum/tests, RLPTests/rlptest.json and invalidRLPTest.json, and web3j. */
class RlpTest {
  private static final int DEPTH = 8;

  @Test
  void writesAndReadsThePublishedCases() throws Exception {
    assertBoth("80", string(""));
    assertBoth("00", string("\0"));
    assertBoth("01", string("\1"));
    assertBoth("7f", string("\u007f"));
    assertBoth("83646f67", string("dog"));
    String shortest = "Lorem ipsum dolor sit amet, consectetur adipisicing eli";
    assertBoth("b7" + hex(shortest), string(shortest));
    assertBoth("b838" + hex(shortest + "t"), string(shortest + "t"));
    String longest =
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit. Curabitur mauris magna, suscipit"
            + " sed vehicula non, iaculis faucibus tortor. Proin suscipit ultricies malesuada. Duis"
            + " tortor elit, dictum quis tristique eu, ultrices at risus. Morbi a est imperdiet mi"
            + " ullamcorper aliquet suscipit nec lorem. Aenean quis leo mollis, vulputate elit varius,"
            + " consequat enim. Nulla ultrices turpis justo, et posuere urna consectetur nec. Proin"
            + " non convallis metus. Donec tempor ipsum in mauris congue sollicitudin. Vestibulum"
            + " ante ipsum primis in faucibus orci luctus et ultrices posuere cubilia Curae;"
            + " Suspendisse convallis sem vel massa faucibus, eget lacinia lacus tempor. Nulla quis"
            + " ultricies purus. Proin auctor rhoncus nibh condimentum mollis. Aliquam consequat enim"
            + " at metus luctus, a eleifend purus egestas. Curabitur at nibh metus. Nam bibendum,"
            + " neque at auctor tristique, lorem libero aliquet arcu, non interdum tellus lectus sit"
            + " amet eros. Cras rhoncus, metus ac ornare cursus, dolor justo ultrices metus, at"
            + " ullamcorper volutpat";
    assertBoth("b90400" + hex(longest), string(longest));
    assertBoth("80", number("0"));
    assertBoth("01", number("1"));
    assertBoth("7f", number("127"));
    assertBoth("10", number("16"));
    assertBoth("4f", number("79"));
    assertBoth("8180", number("128"));
    assertBoth("8203e8", number("1000"));
    assertBoth("830186a0", number("100000"));
    assertBoth("8f102030405060708090a0b0c0d0e0f2", number("83729609699884896815286331701780722"));
    assertBoth(
        "9c0100020003000400050006000700080009000a000b000c000d000e01",
        number("105315505618206987246253880190783558935785933862974822347068935681"));
    assertBoth(
        "a1010000000000000000000000000000000000000000000000000000000000000000",
        RlpItem.of(BigInteger.ONE.shiftLeft(256)));
    assertBoth("c0", list());
    assertBoth("cc83646f6783676f6483636174", list(string("dog"), string("god"), string("cat")));
    assertBoth("c6827a77c10401", list(string("zw"), list(number("4")), number("1")));
    assertBoth("c4c2c0c0c0", list(list(list(), list()), list()));
    assertBoth("c7c0c1c0c3c0c1c0", list(list(), list(list()), list(list(), list(list()))));
    RlpItem asdf = string("asdf");
    RlpItem qwer = string("qwer");
    RlpItem zxcv = string("zxcv");
    RlpItem words = list(asdf, qwer, zxcv);
    String encodedWords = "cf84617364668471776572847a786376";
    assertBoth(
        "f7" + encodedWords.substring(2).repeat(4).substring(0, 110),
        list(asdf, qwer, zxcv, asdf, qwer, zxcv, asdf, qwer, zxcv, asdf, qwer));
    List<RlpItem> entries = new ArrayList<>();
    StringBuilder encodedEntries = new StringBuilder("ec");
    for (int i = 1; i <= 4; i++) {
      entries.add(list(string("key" + i), string("val" + i)));
      encodedEntries.append("ca846b6579%02x8476616c%02x".formatted(0x30 + i, 0x30 + i));
    }
    assertBoth(encodedEntries.toString(), RlpItem.list(entries));
    assertBoth("f840" + encodedWords.repeat(4), list(words, words, words, words));
    assertBoth("f90200" + encodedWords.repeat(32), RlpItem.list(Collections.nCopies(32, words)));
  }

  @ParameterizedTest
  @CsvSource({
    "int32Overflow, bf0f000000000000021111, TRUNCATED",
    "int32Overflow2, ff0f000000000000021111, TRUNCATED",
    "wrongSizeList, f80180, NON_MINIMAL_LENGTH",
    "wrongSizeList2, f80100, NON_MINIMAL_LENGTH",
    "incorrectLengthInArray, b9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081b0565df0, NON_MINIMAL_LENGTH",
    "randomRLP, f861f83eb9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081b0565df027b90015002d5ef8325ae4d034df55d4b58d0dfba64d61ddd17be00000b9001a00dae30907045a2f66fa36f2bb8aa9029cbb0b8a7b3b5c435ab331, NON_MINIMAL_LENGTH",
    "bytesShouldBeSingleByte00, 8100, NON_MINIMAL_LENGTH",
    "bytesShouldBeSingleByte01, 8101, NON_MINIMAL_LENGTH",
    "bytesShouldBeSingleByte7F, 817F, NON_MINIMAL_LENGTH",
    "leadingZerosInLongLengthArray1, b90040000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f, NON_MINIMAL_LENGTH",
    "leadingZerosInLongLengthArray2, b800, NON_MINIMAL_LENGTH",
    "leadingZerosInLongLengthList1, fb00000040000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f, NON_MINIMAL_LENGTH",
    "leadingZerosInLongLengthList2, f800, NON_MINIMAL_LENGTH",
    "nonOptimalLongLengthArray1, b81000112233445566778899aabbccddeeff, NON_MINIMAL_LENGTH",
    "nonOptimalLongLengthArray2, b801ff, NON_MINIMAL_LENGTH",
    "nonOptimalLongLengthList1, f810000102030405060708090a0b0c0d0e0f, NON_MINIMAL_LENGTH",
    "nonOptimalLongLengthList2, f803112233, NON_MINIMAL_LENGTH",
    "emptyEncoding, '', TRUNCATED",
    "lessThanShortLengthArray, 81, TRUNCATED",
    "lessThanShortLengthList, c501020304, TRUNCATED",
    "lessThanLongLengthArray, ba010000aabbccddeeff, TRUNCATED",
    "lessThanLengthOfLength, b9ff, TRUNCATED",
    "itemPastItsList, c2820102, TRUNCATED",
    "trailing, 8000, TRAILING_BYTES",
    "trailingAfterList, c000, TRAILING_BYTES"
  })
  void refusesWhatIsNotCanonical(String name, String hex, Reason reason) {
    assertRefused(reason, () -> decode(hex));
  }

  @Test
  void refusesDepthAndAllocatesNothingForLengthsThatAreNotThere() {
    assertRefused(Reason.TOO_DEEP, () -> RlpDecoder.decode(bytes("c2c1c0"), 0, 2));
    byte[] nested = new byte[1 << 20];
    Arrays.fill(nested, (byte) 0xc1);
    assertRefused(Reason.TRUNCATED, () -> RlpDecoder.decode(nested, 0, DEPTH));
    assertRefused(Reason.TRUNCATED, () -> decode("bb7fffffff00"));
    assertRefused(Reason.TRUNCATED, () -> decode("fb7fffffff00"));
    assertRefused(Reason.TRUNCATED, () -> decode("bfffffffffffffffff00"));
  }

  @Test
  void agreesWithWeb3jOnGeneratedItems() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      RlpItem item = generate(random, 3);
      byte[] encoded = RlpEncoder.encode(toWeb3j(item));
      assertThat(item.encode()).isEqualTo(encoded);
      RlpItem decoded = RlpDecoder.decode(encoded, 0, DEPTH);
      assertThat(decoded.encode()).isEqualTo(encoded);
      assertThat(RlpEncoder.encode(toWeb3j(decoded))).isEqualTo(encoded);
    }
  }

  /** Whatever is accepted after a change is the one encoding of what was read. */
  @Test
  void acceptsNoSecondEncoding() {
    Random random = new Random(2);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] encoded = generate(random, 3).encode();
      int at = random.nextInt(Math.min(encoded.length, 20));
      encoded[at] = (byte) random.nextInt(256);
      try {
        assertThat(RlpDecoder.decode(encoded, 0, DEPTH).encode()).isEqualTo(encoded);
        accepted++;
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected());
      }
    }
    assertThat(accepted).isPositive();
  }

  private static RlpItem generate(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      int[] lengths = {0, 1, 1, 2, 20, 32, 54, 55, 56, 57, 255, 256, 300};
      byte[] bytes = new byte[lengths[random.nextInt(lengths.length)]];
      random.nextBytes(bytes);
      return RlpItem.of(bytes);
    }
    List<RlpItem> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(generate(random, depth - 1));
    }
    return RlpItem.list(items);
  }

  private static RlpType toWeb3j(RlpItem item) {
    return switch (item) {
      case RlpString string -> org.web3j.rlp.RlpString.create(string.bytes());
      case RlpList list ->
          new org.web3j.rlp.RlpList(list.items().stream().map(RlpTest::toWeb3j).toList());
    };
  }

  private static void assertBoth(String hex, RlpItem item) throws TransactionException {
    assertThat(HexFormat.of().formatHex(item.encode())).isEqualTo(hex);
    assertThat(HexFormat.of().formatHex(decode(hex).encode())).isEqualTo(hex);
  }

  private static RlpItem decode(String hex) throws TransactionException {
    return RlpDecoder.decode(bytes(hex), 0, DEPTH);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }

  private static RlpItem string(String text) {
    return RlpItem.of(text.getBytes(US_ASCII));
  }

  private static RlpItem number(String decimal) {
    return RlpItem.of(new BigInteger(decimal));
  }

  private static RlpItem list(RlpItem... items) {
    return RlpItem.list(List.of(items));
  }
}
