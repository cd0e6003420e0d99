package dev.cosigner.eif;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * A hash that runs beside the thread that feeds it, chunk after chunk in the order given. Its
 * threads are lent and end by themselves, so that a lane can be left without being closed.
 */
final class HashingLane {
  private static final Executor THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("hashing-", 0).factory());

  private final Sha384Hash hash;
  private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

  HashingLane(Sha384Hash hash) {
    this.hash = hash;
  }

  /**
   * Hashes a chunk when all before it are hashed.
   *
   * @param afterwards run in any case, when the chunk is no longer needed
   */
  void add(byte[] chunk, int length, Runnable afterwards) {
    done =
        done.whenCompleteAsync(
            (nothing, failure) -> {
              try {
                if (failure == null) {
                  hash.update(chunk, 0, length);
                }
              } finally {
                afterwards.run();
              }
            },
            THREADS);
  }

  /** Hashes bytes at once, in this thread, behind what was added. */
  void addHere(byte[] bytes, int offset, int length) {
    done.join();
    hash.update(bytes, offset, length);
  }

  /** A hash that continues from here; waits for what was added. */
  Sha384Hash copy() {
    done.join();
    return hash.copy();
  }

  /** The hash of all that was added. */
  byte[] digest() {
    done.join();
    return hash.digest();
  }
}
