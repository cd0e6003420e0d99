package dev.cosigner.transaction.ethereum;

import java.math.BigInteger;

/**
 * Shows times that contracts count in seconds since 1970; this module has no clock and no zones.
 */
final class UnixTime {
  private static final BigInteger LAST = BigInteger.valueOf(253_402_300_799L);
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int DAYS_OF_400_YEARS = 146_097;
  // From 0000-03-01, with which the rule of leap years is simple, to 1970-01-01.
  private static final int DAYS_TO_1970 = 719_468;

  private UnixTime() {}

  /** In UTC, such as {@code 2026-11-24 19:30:00 UTC}; times after the year 9999 are none. */
  static String text(BigInteger seconds) {
    if (seconds.compareTo(LAST) > 0) {
      return "never (" + seconds + " seconds since 1970)";
    }
    long days = seconds.longValueExact() / SECONDS_OF_A_DAY + DAYS_TO_1970;
    int second = (int) (seconds.longValueExact() % SECONDS_OF_A_DAY);
    long era = days / DAYS_OF_400_YEARS;
    long dayOfEra = days % DAYS_OF_400_YEARS;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    // Months from March on have 31, 30, 31, 30, 31 days, again and again.
    long month = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * month + 2) / 5 + 1;
    long calendarMonth = month < 10 ? month + 3 : month - 9;
    long year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0);
    return "%04d-%02d-%02d %02d:%02d:%02d UTC"
        .formatted(year, calendarMonth, day, second / 3600, second / 60 % 60, second % 60);
  }
}
