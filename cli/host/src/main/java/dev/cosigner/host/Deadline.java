package dev.cosigner.host;

import java.time.Duration;

/** A moment on the monotonic clock until which something may take. */
record Deadline(long nanoTime) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** The milliseconds that are left, rounded up; 0 once the moment has passed. */
  long millisLeft() {
    return Math.max(0, Math.ceilDiv(nanoTime - System.nanoTime(), 1_000_000L));
  }

  boolean isPast() {
    return millisLeft() == 0;
  }
}
