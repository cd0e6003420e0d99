package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.ethereum.RlpItem.RlpList;
import dev.cosigner.transaction.ethereum.RlpItem.RlpString;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Takes the fields of a list one after the other, each with its own name and bounds. */
final class RlpFields {
  private final List<RlpItem> items;
  private int next;

  private RlpFields(List<RlpItem> items) {
    this.items = items;
  }

  /** The fields of {@code item}, which must be a list of so many. */
  static RlpFields of(String what, RlpItem item, int count) throws TransactionException {
    List<RlpItem> items = list(what, item);
    if (items.size() != count) {
      throw new TransactionException(
          Reason.FIELD_COUNT, what, count + " fields", String.valueOf(items.size()), item.offset());
    }
    return new RlpFields(items);
  }

  /** The items of {@code item}, which must be a list. */
  static List<RlpItem> list(String what, RlpItem item) throws TransactionException {
    return switch (item) {
      case RlpList list -> list.items();
      case RlpString string ->
          throw new TransactionException(
              Reason.WRONG_KIND, what, "a list", "a string", string.offset());
    };
  }

  /** The bytes of {@code item}, which must be a string. */
  static byte[] string(String what, RlpItem item) throws TransactionException {
    return switch (item) {
      case RlpString string -> string.bytes();
      case RlpList list ->
          throw new TransactionException(
              Reason.WRONG_KIND, what, "a string", "a list", list.offset());
    };
  }

  /** The bytes of {@code item}, which must be a string of so many. */
  static byte[] fixed(String what, RlpItem item, int length) throws TransactionException {
    byte[] bytes = string(what, item);
    if (bytes.length != length) {
      throw new TransactionException(
          Reason.FIELD_LENGTH,
          what,
          length + " bytes",
          String.valueOf(bytes.length),
          item.offset());
    }
    return bytes;
  }

  RlpItem item() {
    return items.get(next++);
  }

  List<RlpItem> list(String what) throws TransactionException {
    return list(what, item());
  }

  byte[] string(String what) throws TransactionException {
    return string(what, item());
  }

  /** A number of at most {@code maxBits} bits. */
  BigInteger number(String what, int maxBits) throws TransactionException {
    RlpItem item = item();
    byte[] bytes = string(what, item);
    if (bytes.length > 0 && bytes[0] == 0) {
      throw new TransactionException(
          Reason.NON_MINIMAL_NUMBER,
          what,
          "a number without leading zeros",
          "one with",
          item.offset());
    }
    BigInteger number = new BigInteger(1, bytes);
    if (number.bitLength() > maxBits) {
      throw new TransactionException(
          Reason.NUMBER_OUT_OF_RANGE,
          what,
          "at most " + maxBits + " bits",
          number.bitLength() + " bits",
          item.offset());
    }
    return number;
  }

  EthereumAddress address(String what) throws TransactionException {
    return EthereumAddress.of(fixed(what, item(), EthereumAddress.BYTES));
  }

  /** An address, or the empty string for none. */
  Optional<EthereumAddress> optionalAddress(String what) throws TransactionException {
    RlpItem item = item();
    return string(what, item).length == 0
        ? Optional.empty()
        : Optional.of(EthereumAddress.of(fixed(what, item, EthereumAddress.BYTES)));
  }
}
