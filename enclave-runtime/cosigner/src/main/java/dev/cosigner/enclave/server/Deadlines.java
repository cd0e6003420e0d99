package dev.cosigner.enclave.server;

import dev.cosigner.enclave.linux.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Aborts connections that let their deadline pass. Reads and writes block without a limit of their
 * own, so one thread looks after all of them.
 */
final class Deadlines {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long periodMillis;
  private final Map<Connection, Long> deadlines = new ConcurrentHashMap<>();

  /**
   * Looks every {@code periodMillis}.
   *
   * @param periodMillis by how much a deadline may be missed
   */
  Deadlines(long periodMillis) {
    this.periodMillis = periodMillis;
    Thread thread = new Thread(this::watch, "deadlines");
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on the connection has this long. */
  void set(Connection connection, long millis) {
    deadlines.put(connection, System.nanoTime() + millis * NANOS_PER_MILLI);
  }

  /** From now on the connection has as long as it likes. */
  void clear(Connection connection) {
    deadlines.remove(connection);
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(periodMillis);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the deadlines", e);
      }
      deadlines.forEach(this::abortIfLate);
    }
  }

  private void abortIfLate(Connection connection, Long deadline) {
    // Removed only if its owner has not just set it anew.
    if (deadline - System.nanoTime() < 0 && deadlines.remove(connection, deadline)) {
      connection.abort();
    }
  }
}
