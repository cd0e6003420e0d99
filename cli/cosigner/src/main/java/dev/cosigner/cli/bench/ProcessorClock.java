package dev.cosigner.cli.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Processor time of this process, all threads included, by Linux's {@code clock_gettime}: the JDK
 * tells it in steps of ten milliseconds, and the module that tells more is not in the platform.
 */
final class ProcessorClock {
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;

  private static final MethodHandle CLOCK_GETTIME = bind();

  private ProcessorClock() {}

  @SuppressWarnings("restricted") // int clock_gettime(clockid_t, struct timespec *) of time.h
  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  /** Nanoseconds that all threads of this process have used. */
  static long processNanos() {
    return nanos(CLOCK_PROCESS_CPUTIME_ID);
  }

  /** Nanoseconds that this thread has used. */
  static long threadNanos() {
    return nanos(CLOCK_THREAD_CPUTIME_ID);
  }

  private static long nanos(int clock) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      int failed = (int) CLOCK_GETTIME.invokeExact(clock, time);
      if (failed != 0) {
        throw new IllegalStateException("expected clock_gettime to know the clock " + clock);
      }
      return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L + time.getAtIndex(JAVA_LONG, 1);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("expected a call of clock_gettime to return", e);
    }
  }
}
