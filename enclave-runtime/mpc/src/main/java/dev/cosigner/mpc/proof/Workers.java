package dev.cosigner.mpc.proof;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Who makes and checks the independent proofs of a round: the threads of its owner's executor, or
 * the one that drives the session. A session has no thread of its own, and its results do not
 * depend on how many there are.
 */
public final class Workers {
  /** One proof after the other. */
  public static final Workers NONE = new Workers(null);

  private final Executor executor;

  private Workers(Executor executor) {
    this.executor = executor;
  }

  /** The threads of an executor, whose tasks do not wait for each other. */
  public static Workers of(Executor executor) {
    return new Workers(executor);
  }

  /** The results in the order of the tasks, when all have ended, whatever becomes of one. */
  public <T> List<T> all(List<Supplier<T>> tasks) {
    if (executor == null) {
      return tasks.stream().map(Supplier::get).toList();
    }
    var futures =
        tasks.stream().map(task -> CompletableFuture.supplyAsync(task, executor)).toList();
    // A task that still ran when a session wipes its secrets would find none.
    CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null)
        .join();
    try {
      return futures.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
