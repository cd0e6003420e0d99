package dev.cosigner.protocol.envelope;

import java.util.BitSet;

/**
 * Which numbers of one sender have been received: a sliding window over the newest, so that
 * messages may arrive in any order but none twice (the method of RFC 4303, section 3.4.3).
 */
final class ReplayWindow {
  /** How far behind the newest number a message may arrive. */
  static final int SIZE = 4096;

  private final BitSet seen = new BitSet(SIZE);
  private long highest;

  /** Whether {@code sequence} is new and not too old. Changes nothing. */
  boolean admits(long sequence) {
    if (sequence > highest) {
      return true;
    }
    return highest - sequence < SIZE && !seen.get(slot(sequence));
  }

  /** Marks {@code sequence} as received; the caller has checked that it {@link #admits} it. */
  void mark(long sequence) {
    if (sequence > highest) {
      if (sequence - highest >= SIZE) {
        seen.clear();
      } else {
        for (long skipped = highest + 1; skipped < sequence; skipped++) {
          seen.clear(slot(skipped));
        }
      }
      highest = sequence;
    }
    seen.set(slot(sequence));
  }

  private static int slot(long sequence) {
    return (int) (sequence % SIZE);
  }
}
