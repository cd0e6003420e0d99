package dev.cosigner.enclave.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The system calls that the enclave makes itself, by their numbers on x86-64 (the kernel's {@code
 * arch/x86/entry/syscalls/syscall_64.tbl}).
 *
 * <p>All go through the C library's {@code syscall(2)}, so that one method handle serves all: each
 * further one, with a signature of its own, would cost a boot under emulation about a tenth of a
 * second. Pointers are passed as addresses: the caller keeps their memory alive during the call.
 */
enum SystemCall {
  READ(0),
  WRITE(1),
  OPEN(2),
  CLOSE(3),
  RT_SIGPROCMASK(14),
  IOCTL(16),
  GETPID(39),
  SOCKET(41),
  CONNECT(42),
  SHUTDOWN(48),
  BIND(49),
  LISTEN(50),
  EXECVE(59),
  CHDIR(80),
  MKDIR(83),
  SYMLINK(88),
  FCHOWN(93),
  SETUID(105),
  SETGID(106),
  SETGROUPS(116),
  CHROOT(161),
  MOUNT(165),
  REBOOT(169),
  ACCEPT4(288),
  CLOSE_RANGE(436);

  /** The error number of a call that a signal interrupted before it did anything. */
  private static final int EINTR = 4;

  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET = CAPTURED.byteOffset(PathElement.groupElement("errno"));
  private static final MethodHandle HANDLE = bind();

  private final int number;

  SystemCall(int number) {
    this.number = number;
  }

  @SuppressWarnings(
      "restricted") // native access is what this class is for; the image grants it to this module
  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    ValueLayout word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }

  /**
   * Makes the call, again if a signal interrupts it. (close and connect are the two that must not
   * be repeated: they go on by themselves.)
   *
   * @return what the call returns, never negative
   * @throws SystemCallException if the kernel refuses
   */
  long invoke(long first, long second, long third, long fourth, long fifth)
      throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(CAPTURED);
      while (true) {
        long result;
        try {
          result =
              (long)
                  HANDLE.invokeExact(captured, (long) number, first, second, third, fourth, fifth);
        } catch (Throwable unexpected) {
          throw new IllegalStateException(
              "expected to reach the C library's syscall, but the call failed", unexpected);
        }
        if (result >= 0) {
          return result;
        }
        int errno = captured.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
        if (errno != EINTR || this == CLOSE || this == CONNECT) {
          throw new SystemCallException(this, errno);
        }
      }
    }
  }

  /** As {@link #invoke(long, long, long, long, long)}, for at most three arguments. */
  long invoke(long first, long second, long third) throws SystemCallException {
    return invoke(first, second, third, 0, 0);
  }

  /** The name in the manual's section 2. */
  String manualName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
