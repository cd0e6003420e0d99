package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.List;

/**
 * What is offered for a unit of gas, in wei.
 *
 * @param priority of it for who includes the transaction, at most; the whole price before EIP-1559
 * @param maximum in all
 */
record GasPrice(BigInteger priority, BigInteger maximum) {
  private static final int WORD_BITS = 256;

  static GasPrice read(RlpFields fields, TransactionType type) throws TransactionException {
    if (!type.hasFeeMarket()) {
      BigInteger price = fields.number("gas price", WORD_BITS);
      return new GasPrice(price, price);
    }
    BigInteger priority = fields.number("priority fee", WORD_BITS);
    BigInteger maximum = fields.number("maximum fee", WORD_BITS);
    if (priority.compareTo(maximum) > 0) {
      throw new TransactionException(
          Reason.INVALID_FEE,
          "priority fee",
          "at most the maximum fee, " + maximum,
          priority.toString(),
          TransactionException.NO_OFFSET);
    }
    return new GasPrice(priority, maximum);
  }

  void addTo(List<RlpItem> fields, TransactionType type) {
    if (type.hasFeeMarket()) {
      fields.add(RlpItem.of(priority));
    }
    fields.add(RlpItem.of(maximum));
  }
}
