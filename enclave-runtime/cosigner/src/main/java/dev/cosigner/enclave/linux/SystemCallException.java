package dev.cosigner.enclave.linux;

import java.io.IOException;

/** The kernel refused a system call. The message names the call and its error number. */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  SystemCallException(SystemCall call, int errno) {
    super(call.manualName() + " failed: " + describe(errno));
    this.errno = errno;
  }

  /** The error number, as in {@code errno(3)}. */
  public int errno() {
    return errno;
  }

  /** The numbers that an operator is likely to meet, by name; for the others the number alone. */
  private static String describe(int errno) {
    return switch (errno) {
      case 1 -> "operation not permitted (EPERM)";
      case 2 -> "no such file or directory (ENOENT)";
      case 7 -> "argument list too long (E2BIG)";
      case 8 -> "no program for this machine (ENOEXEC)";
      case 12 -> "out of memory (ENOMEM)";
      case 13 -> "permission denied (EACCES)";
      case 16 -> "device or resource busy (EBUSY)";
      case 19 -> "no such device (ENODEV)";
      case 20 -> "not a directory (ENOTDIR)";
      case 22 -> "invalid argument (EINVAL)";
      case 24 -> "too many open files (EMFILE)";
      case 32 -> "broken pipe (EPIPE)";
      case 40 -> "too many symbolic links (ELOOP)";
      case 97 -> "address family not supported (EAFNOSUPPORT)";
      case 98 -> "address already in use (EADDRINUSE)";
      case 104 -> "connection reset by peer (ECONNRESET)";
      case 110 -> "connection timed out (ETIMEDOUT)";
      case 111 -> "connection refused (ECONNREFUSED)";
      default -> "error number " + errno;
    };
  }
}
