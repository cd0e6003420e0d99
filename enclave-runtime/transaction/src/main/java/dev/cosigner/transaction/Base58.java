package dev.cosigner.transaction;

import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;

/**
 * Base58 with Bitcoin's alphabet (Internet-Draft draft-msporny-base58-03), which writes Solana's
 * addresses, hashes and signatures. Strict: no white space, and one text for each sequence of
 * bytes.
 */
public final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] DIGITS = new byte[128];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < ALPHABET.length(); i++) {
      DIGITS[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Base58() {}

  /** The one text of {@code bytes}; the time grows with the square of the length. */
  public static String encode(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    // log(256) / log(58) is less than 1.38.
    byte[] digits = new byte[(int) ((bytes.length - zeros) * 138L / 100) + 1];
    int used = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      for (int j = 0; j < used || carry != 0; j++) {
        carry += 256 * digits[j];
        digits[j] = (byte) (carry % 58);
        carry /= 58;
        used = Math.max(used, j + 1);
      }
    }
    StringBuilder text = new StringBuilder(zeros + used);
    text.repeat('1', zeros);
    for (int j = used - 1; j >= 0; j--) {
      text.append(ALPHABET.charAt(digits[j]));
    }
    return text.toString();
  }

  /**
   * The bytes of {@code text}, exactly {@code size} of them.
   *
   * @param what named in the refusal
   * @throws TransactionException {@link Reason#INVALID_BASE58}
   */
  public static byte[] decode(String what, String text, int size) throws TransactionException {
    byte[] bytes = decodeAtMost(what, text, size);
    if (bytes.length != size) {
      throw invalid(what, size + " bytes", bytes.length + " bytes");
    }
    return bytes;
  }

  /**
   * The bytes of {@code text}, at most {@code maxBytes}.
   *
   * @param what named in the refusal
   * @throws TransactionException {@link Reason#INVALID_BASE58}
   */
  public static byte[] decodeAtMost(String what, String text, int maxBytes)
      throws TransactionException {
    if (text.length() > maxBytes * 138L / 100 + 1) {
      throw invalid(what, "at most " + maxBytes + " bytes", text.length() + " characters");
    }
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == '1') {
      zeros++;
    }
    // log(58) / log(256) is less than 0.733.
    byte[] reversed = new byte[(int) ((text.length() - zeros) * 733L / 1000) + 1];
    int used = 0;
    for (int i = zeros; i < text.length(); i++) {
      int carry = digit(what, text, i);
      for (int j = 0; j < used || carry != 0; j++) {
        carry += 58 * (reversed[j] & 0xff);
        reversed[j] = (byte) carry;
        carry >>>= 8;
        used = Math.max(used, j + 1);
      }
    }
    if (zeros + used > maxBytes) {
      throw invalid(what, "at most " + maxBytes + " bytes", zeros + used + " bytes");
    }
    byte[] bytes = new byte[zeros + used];
    for (int j = 0; j < used; j++) {
      bytes[bytes.length - 1 - j] = reversed[j];
    }
    return bytes;
  }

  private static int digit(String what, String text, int index) throws TransactionException {
    char c = text.charAt(index);
    int digit = c < 128 ? DIGITS[c] : -1;
    if (digit < 0) {
      throw new TransactionException(
          Reason.INVALID_BASE58,
          what,
          "characters of base58 (digits and letters without 0, O, I and l)",
          VisibleText.quote(String.valueOf(c)) + " as character " + (index + 1),
          TransactionException.NO_OFFSET);
    }
    return digit;
  }

  private static TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_BASE58,
        what,
        expected + " in base58",
        found,
        TransactionException.NO_OFFSET);
  }
}
