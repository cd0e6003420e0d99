package dev.cosigner.host;

import java.io.IOException;
import java.io.Serial;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Map;

/**
 * The functions of the C library that a vsock stream needs. Addresses are passed as numbers: the
 * caller keeps their memory alive during the call.
 */
enum LibC {
  SOCKET("iii"),
  CONNECT("ili"),
  GETSOCKOPT("iiill"),
  POLL("lli"),
  READ("ill"),
  SEND("illi"),
  CLOSE("i");

  /** For {@link #SEND}: a peer that is gone is an error of this call, not a signal. */
  static final int MSG_NOSIGNAL = 0x4000;

  private static final int EINTR = 4;
  private static final int ECONNRESET = 104;
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final long ERRNO = CAPTURED.byteOffset(PathElement.groupElement("errno"));

  private final String arguments;
  private final MethodHandle handle;

  /**
   * @param arguments a letter each: i for an int, l for a long
   */
  LibC(String arguments) {
    this.arguments = arguments;
    this.handle = bind(name().toLowerCase(Locale.ROOT), arguments);
  }

  @SuppressWarnings("restricted") // native access is what this class is for
  private static MethodHandle bind(String name, String arguments) {
    Linker linker = Linker.nativeLinker();
    MemoryLayout[] layouts =
        arguments
            .chars()
            .mapToObj(c -> c == 'i' ? ValueLayout.JAVA_INT : ValueLayout.JAVA_LONG)
            .toArray(MemoryLayout[]::new);
    // read and send return a long; the others' int is in its lower half.
    boolean wide = name.equals("read") || name.equals("send");
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(wide ? ValueLayout.JAVA_LONG : ValueLayout.JAVA_INT, layouts),
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Makes the call, again if a signal interrupts it. (close and connect go on by themselves.)
   *
   * @return what the call returns, never negative
   */
  long invoke(long... values) throws Failure {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      Object[] all = new Object[values.length + 1];
      all[0] = captured;
      for (int i = 0; i < values.length; i++) {
        // Not one conditional expression, which would make longs of both.
        if (arguments.charAt(i) == 'i') {
          all[i + 1] = (int) values[i];
        } else {
          all[i + 1] = values[i];
        }
      }
      while (true) {
        long result = ((Number) call(all)).longValue();
        int errno = captured.get(ValueLayout.JAVA_INT, ERRNO);
        if (result >= 0) {
          return result;
        }
        if (errno != EINTR || this == CLOSE || this == CONNECT) {
          throw new Failure(name().toLowerCase(Locale.ROOT), errno);
        }
      }
    }
  }

  private Object call(Object[] all) {
    try {
      return handle.invokeWithArguments(all);
    } catch (Throwable unexpected) {
      throw new IllegalStateException("the C library could not be called", unexpected);
    }
  }

  /** A call that the kernel refused. */
  static final class Failure extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> REASONS =
        Map.of(
            13, "permission denied",
            19, "no such device (ENODEV): nothing has that CID",
            97, "address family not supported (is the vsock module loaded?)",
            101, "network unreachable: no vsock transport on this machine",
            104, "connection reset: nobody listens on that port",
            110, "timed out",
            111, "connection refused");

    private final int errno;

    Failure(String call, int errno) {
      super(call + ": " + REASONS.getOrDefault(errno, "error number " + errno));
      this.errno = errno;
    }

    int errno() {
      return errno;
    }

    String reason() {
      return getMessage();
    }

    boolean isReset() {
      return errno == ECONNRESET;
    }
  }
}
