package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;

/** Base58 with the first four bytes of a double SHA-256 behind: addresses and extended keys. */
final class Base58Check {
  private static final int CHECKSUM = 4;

  private Base58Check() {}

  static String encode(byte[] payload) {
    byte[] all = Arrays.copyOf(payload, payload.length + CHECKSUM);
    System.arraycopy(BitcoinHash.twice(payload), 0, all, payload.length, CHECKSUM);
    return Base58.encode(all);
  }

  /**
   * The payload of {@code size} bytes.
   *
   * @param what named in the refusal
   * @throws TransactionException {@link Reason#INVALID_BASE58}
   */
  static byte[] decode(String what, String text, int size) throws TransactionException {
    byte[] all = Base58.decode(what, text, size + CHECKSUM);
    byte[] payload = Arrays.copyOf(all, size);
    byte[] checksum = Arrays.copyOfRange(all, size, all.length);
    if (!Arrays.equals(checksum, Arrays.copyOf(BitcoinHash.twice(payload), CHECKSUM))) {
      throw new TransactionException(
          Reason.INVALID_BASE58,
          what,
          "a text with its checksum",
          "another checksum: a character is wrong",
          TransactionException.NO_OFFSET);
    }
    return payload;
  }
}
