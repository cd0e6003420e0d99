package dev.cosigner.transaction;

import java.math.BigInteger;

/** Amounts in units with decimals, exact and without floating point. */
public final class FixedPoint {
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
}
