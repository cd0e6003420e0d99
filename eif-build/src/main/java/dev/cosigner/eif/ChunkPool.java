package dev.cosigner.eif;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A few buffers that go around: who reads faster than others hash waits for one. */
final class ChunkPool {
  /** Bytes of a chunk. */
  static final int SIZE = 1 << 20;

  private static final int COUNT = 6;

  private final Semaphore available = new Semaphore(COUNT);
  private final ConcurrentLinkedQueue<byte[]> returned = new ConcurrentLinkedQueue<>();

  /** A chunk, once there is one. */
  byte[] take() {
    available.acquireUninterruptibly();
    byte[] chunk = returned.poll();
    return chunk == null ? new byte[SIZE] : chunk;
  }

  /** Gives a chunk back when this has been run as often as it has users. */
  Runnable giveBackAfter(int users, byte[] chunk) {
    AtomicInteger left = new AtomicInteger(users);
    return () -> {
      if (left.decrementAndGet() == 0) {
        returned.add(chunk);
        available.release();
      }
    };
  }
}
