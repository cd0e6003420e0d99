package dev.cosigner.transaction;

import java.math.BigInteger;

/** Amounts in units with decimals, exact and without floating point. */
public final class FixedPoint {
  private static final int MAX_BITS = 256;
  private static final int MAX_DIGITS = 78;

  private FixedPoint() {}

  /** An unsigned 64-bit amount. */
  public static BigInteger unsigned(long amount) {
    return new BigInteger(Long.toUnsignedString(amount));
  }

  /**
   * {@code units} with the decimal point {@code decimals} digits from the right; always all the
   * decimals, so that columns compare: 1500000000 with 9 decimals is {@code 1.500000000}.
   *
   * @param units not negative
   * @param decimals 0 to 255
   */
  public static String text(BigInteger units, int decimals) {
    if (units.signum() < 0 || decimals < 0 || decimals > 255) {
      throw new IllegalArgumentException(
          "expected an amount of at least 0 and 0 to 255 decimals, found "
              + units
              + " and "
              + decimals);
    }
    String digits = units.toString();
    if (decimals == 0) {
      return digits;
    }
    String padded = "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
    int point = padded.length() - decimals;
    return padded.substring(0, point) + "." + padded.substring(point);
  }

  /**
   * Reads an amount in units with decimals into base units: what {@link #text} writes, and the same
   * with fewer decimals, such as {@code 1.5}. There is no rounding.
   *
   * @param decimals 0 to 255
   * @throws IllegalArgumentException for signs, exponents, leading zeros, more decimals than there
   *     are or more than 256 bits
   */
  public static BigInteger parse(String text, int decimals) {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    boolean digits = isDigits(whole) && (point < 0 || isDigits(fraction));
    boolean leadingZero = whole.length() > 1 && whole.charAt(0) == '0';
    if (!digits || leadingZero || whole.length() > MAX_DIGITS || fraction.length() > decimals) {
      throw invalid(text, decimals);
    }
    BigInteger units = new BigInteger(whole + fraction + "0".repeat(decimals - fraction.length()));
    if (units.bitLength() > MAX_BITS) {
      throw invalid(text, decimals);
    }
    return units;
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static IllegalArgumentException invalid(String text, int decimals) {
    return new IllegalArgumentException(
        "amount: expected decimal digits, at most "
            + decimals
            + " of them after a point, in all at most "
            + MAX_BITS
            + " bits, found "
            + VisibleText.quote(text.substring(0, Math.min(text.length(), 100))));
  }
}
