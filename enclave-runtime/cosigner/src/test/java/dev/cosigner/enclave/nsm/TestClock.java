package dev.cosigner.enclave.nsm;

/** Time that a test sets, as the clocks of all its enclaves tell it. */
public final class TestClock {
  private final TestNsm nsm = new TestNsm();
  private final EnclaveClock clock;
  private long nanos;

  /** A clock that stands at {@code millis}. */
  public TestClock(long millis) {
    nsm.millis = millis;
    try {
      clock = new EnclaveClock(nsm, () -> nanos);
    } catch (NsmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The enclaves' clock. */
  public EnclaveClock clock() {
    return clock;
  }

  /** What it shows. */
  public long millis() {
    return nsm.millis + nanos / 1_000_000;
  }

  /** Lets time pass. */
  public void advance(long byMillis) {
    nanos += byMillis * 1_000_000;
  }

  /** From now on the NSM contradicts the monotonic clock. */
  public void jump() {
    nsm.millis += 60_000;
    clock.read();
  }
}
