package dev.cosigner.transaction.policy;

import java.util.Optional;

/**
 * When a permit holds, in UTC. A window within each day; one that passes midnight is two permits.
 *
 * @param days which days of the week, Monday first; not empty
 * @param fromMinute first minute of the day, 0 to 1439
 * @param untilMinute the minute of the day before which it ends, 1 to 1440, after {@code
 *     fromMinute}
 * @param notBefore first second, since 1970; empty where there is none
 * @param notAfter last second; empty where there is none
 */
public record TimeWindow(
    int days, int fromMinute, int untilMinute, Optional<Long> notBefore, Optional<Long> notAfter) {
  /** Every day of the week, one bit each, Monday the lowest. */
  public static final int EVERY_DAY = 0x7f;

  /** Minutes of a day. */
  public static final int DAY = 1440;

  /** Always. */
  public static final TimeWindow ALWAYS =
      new TimeWindow(EVERY_DAY, 0, DAY, Optional.empty(), Optional.empty());

  private static final int SECONDS = 86_400;
  private static final int FIRST_OF_1970 = 3;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException where the window never holds or a bound is out of its range
   */
  public TimeWindow {
    if (days < 1
        || days > EVERY_DAY
        || fromMinute < 0
        || untilMinute > DAY
        || fromMinute >= untilMinute
        || notBefore.orElse(0L) < 0
        || notBefore.orElse(0L) > notAfter.orElse(Long.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "time window: expected days of the week, a time of day after another, a date not before"
              + " another, found days %d, minutes %d to %d, seconds %s to %s"
                  .formatted(
                      days,
                      fromMinute,
                      untilMinute,
                      notBefore.map(Object::toString).orElse("-"),
                      notAfter.map(Object::toString).orElse("-")));
    }
  }

  /**
   * Whether the window holds.
   *
   * @param time seconds since 1970
   */
  public boolean contains(long time) {
    int day = 1 << Math.floorMod(Math.floorDiv(time, SECONDS) + FIRST_OF_1970, 7);
    int minute = Math.floorMod(time, SECONDS) / 60;
    return (days & day) != 0
        && minute >= fromMinute
        && minute < untilMinute
        && time >= notBefore.orElse(0L)
        && time <= notAfter.orElse(Long.MAX_VALUE);
  }
}
