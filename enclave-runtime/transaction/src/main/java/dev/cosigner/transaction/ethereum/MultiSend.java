package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The packed calls of Safe's MultiSend: for each one byte of operation, 20 of address, 32 of value,
 * 32 of the data's length, the data.
 */
final class MultiSend {
  private static final int HEADER = 1 + 20 + 32 + 32;
  private static final int MAX_CALLS = 128;

  private MultiSend() {}

  /** One call. */
  static final class Entry {
    private final int operation;
    private final EthereumAddress to;
    private final BigInteger value;
    private final byte[] data;

    private Entry(byte[] packed, int start, int length) {
      operation = packed[start] & 0xff;
      to = EthereumAddress.of(Arrays.copyOfRange(packed, start + 1, start + 21));
      value = new BigInteger(1, Arrays.copyOfRange(packed, start + 21, start + 53));
      data = Arrays.copyOfRange(packed, start + HEADER, start + HEADER + length);
    }

    int operation() {
      return operation;
    }

    EthereumAddress to() {
      return to;
    }

    BigInteger value() {
      return value;
    }

    byte[] data() {
      return data.clone();
    }
  }

  static List<Entry> read(byte[] packed) throws TransactionException {
    List<Entry> entries = new ArrayList<>();
    int position = 0;
    while (position < packed.length) {
      int remaining = packed.length - position - HEADER;
      if (remaining < 0) {
        throw truncated(HEADER, packed.length - position, position);
      }
      BigInteger length =
          new BigInteger(1, Arrays.copyOfRange(packed, position + 53, position + HEADER));
      if (length.compareTo(BigInteger.valueOf(remaining)) > 0) {
        throw new TransactionException(
            Reason.TRUNCATED,
            "data of a call in multiSend",
            length + " bytes",
            remaining + " bytes",
            position);
      }
      if (entries.size() == MAX_CALLS) {
        throw new TransactionException(
            Reason.TOO_DEEP, "calls in multiSend", "at most " + MAX_CALLS, "more", position);
      }
      entries.add(new Entry(packed, position, length.intValue()));
      position += HEADER + length.intValue();
    }
    return entries;
  }

  private static TransactionException truncated(int expected, int found, int position) {
    return new TransactionException(
        Reason.TRUNCATED,
        "call in multiSend",
        expected + " bytes before its data",
        found + " bytes",
        position);
  }
}
