package dev.cosigner.cli.doctor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Instant;

/**
 * Whether the kernel counts this machine's clock as synchronised, adjtimex(2). AWS refuses requests
 * more than five minutes off, and attestation documents are refused from thirty seconds ahead.
 */
final class ClockCheck {
  private static final String ID = "clock";

  /** sizeof(struct timex) on 64-bit Linux; zeros ask and change nothing. */
  private static final int TIMEX_BYTES = 208;

  /** TIME_ERROR of sys/timex.h. */
  private static final int NOT_SYNCHRONISED = 5;

  private ClockCheck() {}

  static Check of(Purpose purpose, Machine machine) {
    if (!machine.platform().startsWith("Linux")) {
      return Check.notNeeded(ID, purpose, "only Linux says whether its clock is synchronised");
    }
    int state = adjtimex();
    return Check.of(
        ID,
        purpose,
        state >= 0 && state != NOT_SYNCHRONISED,
        Instant.now() + (state == NOT_SYNCHRONISED ? ", not synchronised" : ", state " + state),
        "start chronyd or systemd-timesyncd; on EC2 the time source is 169.254.169.123");
  }

  @SuppressWarnings("restricted") // a function of the C library, called by its documented form
  private static int adjtimex() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    MethodHandle call =
        linker.downcallHandle(
            libc.findOrThrow("adjtimex"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES);
      return (int) call.invokeExact(timex);
    } catch (Throwable e) {
      throw new IllegalStateException("adjtimex cannot be called", e);
    }
  }
}
