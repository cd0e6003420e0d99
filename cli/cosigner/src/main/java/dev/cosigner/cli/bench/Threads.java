package dev.cosigner.cli.bench;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Who does what can be done independently: the calling thread, or one thread for each core. What
 * two threads do at once takes each more processor time than alone, as the unit is measured: they
 * share caches, and on some machines cores.
 */
final class Threads implements Executor, AutoCloseable {
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private volatile boolean several;

  /** From now on one thread for each core, or the caller's alone. */
  void useSeveral(boolean several) {
    this.several = several;
  }

  @Override
  public void execute(Runnable task) {
    if (several) {
      pool.execute(task);
    } else {
      task.run();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
