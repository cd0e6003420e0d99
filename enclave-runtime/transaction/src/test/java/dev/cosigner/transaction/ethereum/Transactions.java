package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Fields of transactions by hand, so that tests can change each. */
final class Transactions {
  static final String WALLET = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
  static final String OTHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  static final String THIRD = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";
  static final Chain MAINNET = Chain.parse("eip155:1");
  static final WalletContext CONTEXT = WalletContext.of(MAINNET, lower(WALLET));

  private Transactions() {}

  static String lower(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
  }

  static RlpItem string(String hex) {
    return RlpItem.of(hex(hex));
  }

  static RlpItem number(long number) {
    return RlpItem.of(BigInteger.valueOf(number));
  }

  static RlpItem list(RlpItem... items) {
    return RlpItem.list(List.of(items));
  }

  /** EIP-155 on chain 1: nonce, gas price, gas limit, to, value, data, chain id, 0, 0. */
  static List<RlpItem> legacy() {
    return new ArrayList<>(
        List.of(
            number(9),
            number(20_000_000_000L),
            number(21_000),
            string(OTHER),
            number(1_000_000_000_000_000_000L),
            string(""),
            number(1),
            number(0),
            number(0)));
  }

  /** EIP-1559 on chain 1: chain id, nonce, priority, maximum, gas limit, to, value, data, list. */
  static List<RlpItem> feeMarket() {
    return new ArrayList<>(
        List.of(
            number(1),
            number(9),
            number(1_000_000_000L),
            number(30_000_000_000L),
            number(21_000),
            string(OTHER),
            number(1_000_000_000_000_000_000L),
            string(""),
            list()));
  }

  /** EIP-4844: EIP-1559's fields, price of blob gas, blob hashes. */
  static List<RlpItem> blob() {
    List<RlpItem> fields = feeMarket();
    fields.add(number(1_000_000_000L));
    fields.add(list(string("01" + "ab".repeat(31))));
    return fields;
  }

  /** EIP-7702: EIP-1559's fields and no authorization yet. */
  static List<RlpItem> setCode(RlpItem... authorizations) {
    List<RlpItem> fields = feeMarket();
    fields.add(list(authorizations));
    return fields;
  }

  static byte[] encode(int prefix, List<RlpItem> fields) {
    return prefix < 0
        ? RlpItem.list(fields).encode()
        : UnsignedTransaction.prefixed(prefix, RlpItem.list(fields));
  }

  /** A call of a contract on {@code chain}, of type EIP-1559. */
  static byte[] call(long chain, String contract, long value, byte[] data) {
    List<RlpItem> fields = feeMarket();
    fields.set(0, number(chain));
    fields.set(4, number(200_000));
    fields.set(5, string(contract));
    fields.set(6, number(value));
    fields.set(7, RlpItem.of(data));
    return encode(2, fields);
  }
}
