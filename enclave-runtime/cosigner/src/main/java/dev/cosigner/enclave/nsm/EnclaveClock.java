package dev.cosigner.enclave.nsm;

import java.util.function.LongSupplier;

/**
 * The enclave's time: the timestamp of its own NSM's document, taken at boot and every minute, plus
 * the monotonic clock since. If the two drift apart by more than five seconds, one of them is
 * wrong, and the enclave no longer knows the time: it says so until it is started anew.
 */
public final class EnclaveClock {
  /** Whether the enclave knows the time. */
  public enum State {
    /** It does. */
    TRUSTED,
    /**
     * The NSM's time and the monotonic clock contradict each other, or the NSM gave none: nothing
     * may be signed.
     */
    CLOCK_UNTRUSTED
  }

  private static final long LARGEST_JUMP_MILLIS = 5_000;
  private static final long PERIOD_MILLIS = 60_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Nsm nsm;
  private final LongSupplier nanoTime;

  private State state = State.TRUSTED;
  private String distrust;
  private long readingMillis;
  private long readingNanos;

  /** Takes the first reading. */
  EnclaveClock(Nsm nsm, LongSupplier nanoTime) throws NsmException {
    this.nsm = nsm;
    this.nanoTime = nanoTime;
    readingMillis = DocumentTime.millisOf(nsm.attest(null, null, null));
    readingNanos = nanoTime.getAsLong();
  }

  /**
   * Takes the first reading, and then one every minute, in a thread of its own.
   *
   * @throws NsmException if the NSM gives no time
   */
  public static EnclaveClock start(Nsm nsm) throws NsmException {
    EnclaveClock clock = new EnclaveClock(nsm, System::nanoTime);
    Thread thread = new Thread(clock::readForEver, "clock");
    thread.setDaemon(true);
    thread.start();
    return clock;
  }

  private void readForEver() {
    while (state() == State.TRUSTED) {
      try {
        Thread.sleep(PERIOD_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the clock", e);
      }
      read();
    }
  }

  /** Takes a reading and compares it with what the last one and the monotonic clock say. */
  void read() {
    // The document's time lies somewhere between the two ends of the call, which may take long.
    long earliest = elapsedMillis();
    long found;
    try {
      found = DocumentTime.millisOf(nsm.attest(null, null, null));
    } catch (NsmException e) {
      distrust("expected the time of an attestation document: " + e.getMessage());
      return;
    }
    accept(found, earliest);
  }

  private synchronized void accept(long found, long earliest) {
    long nanos = nanoTime.getAsLong();
    long latest = readingMillis + (nanos - readingNanos) / NANOS_PER_MILLI;
    if (found < earliest - LARGEST_JUMP_MILLIS || found > latest + LARGEST_JUMP_MILLIS) {
      long jump = found < earliest ? found - earliest : found - latest;
      distrust(
          "expected the NSM's time within "
              + LARGEST_JUMP_MILLIS
              + " ms of the monotonic clock's, found it "
              + jump
              + " ms away");
      return;
    }
    readingMillis = found;
    readingNanos = nanos;
  }

  private synchronized void distrust(String reason) {
    state = State.CLOCK_UNTRUSTED;
    distrust = reason;
  }

  private synchronized long elapsedMillis() {
    return readingMillis + (nanoTime.getAsLong() - readingNanos) / NANOS_PER_MILLI;
  }

  /** Whether the enclave knows the time. */
  public synchronized State state() {
    return state;
  }

  /**
   * The time.
   *
   * @return milliseconds since 1970
   * @throws ClockUntrustedException if the enclave does not know it: then nothing that depends on
   *     it may be done
   */
  public synchronized long millis() throws ClockUntrustedException {
    if (state != State.TRUSTED) {
      throw new ClockUntrustedException(distrust);
    }
    return elapsedMillis();
  }
}
