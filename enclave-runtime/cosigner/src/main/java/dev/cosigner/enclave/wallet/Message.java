package dev.cosigner.enclave.wallet;

import java.util.Arrays;

/** What one party says to another in a phase. Whoever holds it last wipes it. */
@SuppressWarnings("ArrayRecordComponent") // handed over, not shared; not compared
record Message(int from, int to, byte[] body) {
  /** The body may be a share of a key: it is overwritten as soon as it was taken in. */
  void wipe() {
    Arrays.fill(body, (byte) 0);
  }

  @Override
  public String toString() {
    return "Message[" + from + " to " + to + "]";
  }
}
