package dev.cosigner.mpc.pool;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A bounded stock of secrets that take long to make: safe primes, or the randomisers of one key. An
 * item lives in memory only and is handed out once; whoever takes it closes it. {@link #close}
 * wipes what is left; an item that cannot be handed out is wiped too. May be used by several
 * threads at once.
 *
 * <p>A pool has no thread of its own: it asks its caller's executor for one item after another
 * while it is not full. When it is empty, {@link #get} makes one itself.
 *
 * @param <T> what it holds
 */
public final class Pool<T extends AutoCloseable> implements Supplier<T>, AutoCloseable {
  private final String name;
  private final int capacity;
  private final Supplier<T> maker;
  private final Executor executor;
  private final LongSupplier clock;

  private final ArrayDeque<T> items = new ArrayDeque<>();
  private long made;
  private long taken;
  private long waited;
  private long work;
  private boolean filling;
  private boolean closed;

  /**
   * How full a pool is, and what it did so far.
   *
   * @param ready items to be taken at once
   * @param capacity the most it holds
   * @param made items made ahead
   * @param taken items handed out
   * @param waited items that were made only when they were asked for
   * @param work what making all items took, in units of the clock
   */
  public record Fill(
      String name, int ready, int capacity, long made, long taken, long waited, long work) {}

  /**
   * An empty pool, which begins to fill itself.
   *
   * @param maker makes one item, in whichever thread calls it
   * @param executor where to work ahead, one task at a time
   * @param clock what an item's cost is measured by, such as the processor time of the thread
   * @throws IllegalArgumentException unless the capacity is positive
   */
  public Pool(String name, int capacity, Supplier<T> maker, Executor executor, LongSupplier clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("expected a positive capacity, found " + capacity);
    }
    this.name = Objects.requireNonNull(name, "name");
    this.capacity = capacity;
    this.maker = Objects.requireNonNull(maker, "maker");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.clock = Objects.requireNonNull(clock, "clock");
    refill();
  }

  /**
   * Takes an item out, or makes one if there is none.
   *
   * @throws IllegalStateException if the pool is closed
   */
  @Override
  public T get() {
    T item;
    synchronized (this) {
      requireOpen();
      item = items.poll();
      taken++;
      if (item == null) {
        waited++;
      }
    }
    try {
      refill();
    } catch (RuntimeException | Error e) {
      // Nobody gets it any more.
      wipe(item);
      throw e;
    }
    return item == null ? make() : item;
  }

  public synchronized Fill fill() {
    return new Fill(name, items.size(), capacity, made, taken, waited, work);
  }

  private T make() {
    long begin = clock.getAsLong();
    var item = maker.get();
    synchronized (this) {
      work += clock.getAsLong() - begin;
    }
    return item;
  }

  private void refill() {
    synchronized (this) {
      if (filling || closed || items.size() >= capacity) {
        return;
      }
      filling = true;
    }
    boolean accepted = false;
    try {
      executor.execute(this::addOne);
      accepted = true;
    } catch (RejectedExecutionException e) {
      // The executor is shutting down: from now on items are made when they are asked for.
    } finally {
      if (!accepted) {
        synchronized (this) {
          filling = false;
        }
      }
    }
  }

  private void addOne() {
    try {
      var item = make();
      synchronized (this) {
        if (!closed) {
          items.add(item);
          made++;
          item = null;
        }
      }
      wipe(item);
    } finally {
      synchronized (this) {
        filling = false;
      }
    }
    refill();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("expected the open pool " + name + ", found it closed");
    }
  }

  private static void wipe(AutoCloseable item) {
    if (item == null) {
      return;
    }
    try {
      item.close();
    } catch (Exception e) {
      throw new IllegalStateException("expected a secret to be wiped", e);
    }
  }

  /** Wipes what is left. Closing twice is allowed. */
  @Override
  public void close() {
    ArrayDeque<T> left;
    synchronized (this) {
      closed = true;
      left = new ArrayDeque<>(items);
      items.clear();
    }
    left.forEach(Pool::wipe);
  }

  /** Says nothing of the items. */
  @Override
  public String toString() {
    return "Pool[" + name + "]";
  }
}
