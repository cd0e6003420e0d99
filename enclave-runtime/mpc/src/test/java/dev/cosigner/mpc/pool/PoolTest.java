package dev.cosigner.mpc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PoolTest {
  /** What a pool holds: a number, and whether it was closed. */
  private static final class Item implements AutoCloseable {
    private final int number;
    private boolean closed;

    Item(int number) {
      this.number = number;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Item> all = new ArrayDeque<>();
  private final AtomicLong clock = new AtomicLong();

  private Pool<Item> pool(int capacity, Executor executor) {
    return new Pool<>("items", capacity, this::make, executor, clock::get);
  }

  private Item make() {
    clock.addAndGet(10);
    var item = new Item(all.size());
    all.add(item);
    return item;
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  @Test
  void itFillsUpToItsCapacityAndHandsEachItemOutOnce() {
    try (var pool = pool(3, tasks::add)) {
      assertThat(pool.fill()).isEqualTo(new Pool.Fill("items", 0, 3, 0, 0, 0, 0));
      assertThat(tasks).hasSize(1);
      runAll();
      assertThat(pool.fill()).isEqualTo(new Pool.Fill("items", 3, 3, 3, 0, 0, 30));
      var seen = new HashSet<Integer>();
      for (int i = 0; i < 10; i++) {
        var item = pool.get();
        assertThat(item.closed).isFalse();
        assertThat(seen.add(item.number)).isTrue();
        runAll();
      }
      assertThat(pool.fill()).isEqualTo(new Pool.Fill("items", 3, 3, 13, 10, 0, 130));
    }
  }

  @Test
  void anEmptyPoolMakesWhatIsAskedFor() {
    try (var pool = pool(1, tasks::add)) {
      assertThat(pool.get().number).isZero();
      assertThat(pool.fill()).isEqualTo(new Pool.Fill("items", 0, 1, 0, 1, 1, 10));
    }
  }

  @Test
  void closingWipesWhatIsLeftAndWhatIsStillBeingMade() {
    var pool = pool(2, tasks::add);
    tasks.poll().run();
    var late = tasks.poll();
    pool.close();
    pool.close();
    late.run();
    assertThat(all).hasSize(2).allMatch(item -> item.closed);
    assertThat(tasks).isEmpty();
    assertThatThrownBy(pool::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(pool).hasToString("Pool[items]");
  }

  @Test
  void anExecutorThatShutsDownLeavesAPoolThatWorksOnDemand() {
    try (var pool =
        pool(
            1,
            task -> {
              throw new RejectedExecutionException("shut down");
            })) {
      assertThat(pool.get().number).isZero();
      assertThat(pool.get().number).isEqualTo(1);
    }
  }

  /** An item that was taken out when its caller learns of a failure instead is wiped. */
  @Test
  void anExecutorThatFailsLosesNoItem() {
    var failing = new AtomicBoolean();
    try (var pool =
        pool(
            2,
            task -> {
              if (failing.get()) {
                throw new IllegalStateException("no threads");
              }
              tasks.add(task);
            })) {
      runAll();
      failing.set(true);
      assertThatThrownBy(pool::get).hasMessageContaining("no threads");
      assertThat(all.getFirst().closed).isTrue();
      assertThat(pool.fill().ready()).isEqualTo(1);
      // It is asked again.
      failing.set(false);
      assertThat(pool.get().number).isEqualTo(1);
      runAll();
      assertThat(pool.fill().ready()).isEqualTo(2);
    }
    assertThat(all).filteredOn(item -> !item.closed).hasSize(1);
  }

  @Test
  void aMakerThatFailsIsAskedAgain() {
    var pool =
        new Pool<Item>(
            "items",
            1,
            () -> {
              if (clock.getAndIncrement() == 0) {
                throw new IllegalStateException("no memory");
              }
              return make();
            },
            tasks::add,
            clock::get);
    try (pool) {
      assertThatThrownBy(tasks.poll()::run).hasMessageContaining("no memory");
      assertThat(pool.get().number).isZero();
      assertThat(tasks).hasSize(1);
    }
  }

  @Test
  void severalThreadsNeverGetTheSameItem() throws Exception {
    var seen = ConcurrentHashMap.<Item>newKeySet();
    try (var executor = Executors.newFixedThreadPool(3);
        var pool = new Pool<>("items", 4, () -> new Item(0), executor, clock::get)) {
      var futures = new ArrayDeque<Future<?>>();
      for (int i = 0; i < 200; i++) {
        futures.add(executor.submit(() -> assertThat(seen.add(pool.get())).isTrue()));
      }
      for (var future : futures) {
        future.get();
      }
      assertThat(pool.fill().taken()).isEqualTo(200);
    }
  }

  @Test
  void aCapacityIsPositive() {
    assertThatThrownBy(() -> pool(0, tasks::add)).isInstanceOf(IllegalArgumentException.class);
  }
}
