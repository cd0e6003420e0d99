package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** What a hostile input of a megabyte may cost: seconds, and memory of a fixed number of inputs. */
public final class Bounded {
  /** Most bytes that reading, judging and showing an input may allocate in all: 256 MiB. */
  public static final long MEMORY = 256L << 20;

  private static final Duration TIME = Duration.ofSeconds(5);

  private Bounded() {}

  /** The result of {@code reading}, which must keep to both bounds. */
  public static <T> T bounded(ThrowingSupplier<T> reading) {
    long before = allocated();
    T result = assertTimeout(TIME, reading);
    assertThat(allocated() - before).as("bytes allocated").isBetween(1L, MEMORY);
    return result;
  }

  /** Bytes that this thread ever allocated; by name, since the module reads no management. */
  private static long allocated() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Method bytes =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
      return (long) bytes.invoke(threads);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a Java platform that does not count what threads allocate", e);
    }
  }
}
