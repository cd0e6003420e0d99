package dev.cosigner.host;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * A vsock stream to an enclave ({@code vsock(7)}), which the JDK has no channel for.
 *
 * <p>Not safe for use by several threads but for {@link #close}.
 */
final class VsockSocket implements StreamSocket {
  private static final int AF_VSOCK = 40;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int EAGAIN = 11;
  private static final int EINPROGRESS = 115;

  /** struct sockaddr_vm: u16 family, u16 reserved, u32 port, u32 cid, u8 flags, 3 zero bytes. */
  private static final int ADDRESS_BYTES = 16;

  /** struct pollfd: i32 descriptor, i16 events, i16 what happened. */
  private static final int POLL_BYTES = 8;

  /** How long an interruption may go unnoticed. */
  private static final long SLICE_MILLIS = 100;

  private static final int CHUNK = 64 * 1024;

  private final int descriptor;
  private boolean closed;

  /** Takes over a descriptor that does not block. */
  VsockSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects.
   *
   * @throws EnclaveUnavailableException if nobody answers there
   */
  static VsockSocket connect(long cid, long port, Deadline deadline)
      throws EnclaveUnavailableException, InterruptedIOException {
    String where = "vsock CID %d, port %d".formatted(cid, port);
    VsockSocket socket;
    try {
      socket =
          new VsockSocket(
              (int) LibC.SOCKET.invoke(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    } catch (LibC.Failure e) {
      throw new EnclaveUnavailableException(
          Reason.NOT_THERE, "expected this kernel to have vsock sockets, found: " + e.reason(), e);
    }
    try (Arena arena = Arena.ofConfined()) {
      socket.begin(arena, cid, port);
      socket.awaitConnected(arena, deadline);
      return socket;
    } catch (LibC.Failure e) {
      socket.close();
      throw new EnclaveUnavailableException(
          e.isReset() ? Reason.PORT_CLOSED : Reason.NOT_THERE,
          "expected an enclave to listen on " + where + ", found: " + e.reason(),
          e);
    } catch (EnclaveUnavailableException | InterruptedIOException e) {
      socket.close();
      throw e;
    } catch (IOException e) {
      socket.close();
      throw new EnclaveUnavailableException(Reason.NOT_THERE, where + ": " + e.getMessage(), e);
    }
  }

  private void begin(Arena arena, long cid, long port) throws LibC.Failure {
    MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_VSOCK);
    address.set(ValueLayout.JAVA_INT, 4, (int) port);
    address.set(ValueLayout.JAVA_INT, 8, (int) cid);
    try {
      LibC.CONNECT.invoke(descriptor, address.address(), ADDRESS_BYTES);
    } catch (LibC.Failure e) {
      if (e.errno() != EINPROGRESS) {
        throw e;
      }
    }
  }

  private void awaitConnected(Arena arena, Deadline deadline) throws IOException {
    while (!poll(POLLOUT, deadline.millisLeft())) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while connecting to the enclave");
      }
      if (deadline.isPast()) {
        throw new EnclaveUnavailableException(
            Reason.TIMED_OUT, "the enclave did not take the connection in the time allowed");
      }
    }
    MemorySegment error = arena.allocate(ValueLayout.JAVA_INT);
    MemorySegment size = arena.allocate(ValueLayout.JAVA_INT);
    size.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
    LibC.GETSOCKOPT.invoke(descriptor, SOL_SOCKET, SO_ERROR, error.address(), size.address());
    int errno = error.get(ValueLayout.JAVA_INT, 0);
    if (errno != 0) {
      throw new LibC.Failure("connect", errno);
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    int size = Math.min(buffer.remaining(), CHUNK);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.max(1, size));
      int count = (int) LibC.READ.invoke(open(), chunk.address(), size);
      buffer.put(chunk.asSlice(0, count).asByteBuffer());
      return count == 0 && size > 0 ? -1 : count;
    } catch (LibC.Failure e) {
      if (e.errno() == EAGAIN) {
        return 0;
      }
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    int size = Math.min(buffer.remaining(), CHUNK);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.max(1, size));
      chunk.asByteBuffer().put(buffer.slice(buffer.position(), size));
      int count = (int) LibC.SEND.invoke(open(), chunk.address(), size, LibC.MSG_NOSIGNAL);
      buffer.position(buffer.position() + count);
      return count;
    } catch (LibC.Failure e) {
      if (e.errno() == EAGAIN) {
        return 0;
      }
      throw e;
    }
  }

  @Override
  public void await(boolean reading, long millis) throws IOException {
    poll(reading ? POLLIN : POLLOUT, millis);
  }

  /** Whether anything happened within a slice of the time. */
  private boolean poll(short events, long millis) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLL_BYTES, Integer.BYTES);
      poll.set(ValueLayout.JAVA_INT, 0, open());
      poll.set(ValueLayout.JAVA_SHORT, 4, events);
      return LibC.POLL.invoke(poll.address(), 1, Math.min(millis, SLICE_MILLIS)) > 0;
    }
  }

  private synchronized int open() throws IOException {
    if (closed) {
      throw new IOException("the socket was closed");
    }
    return descriptor;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        LibC.CLOSE.invoke(descriptor);
      } catch (LibC.Failure e) {
        // Linux frees the number even when close fails.
      }
    }
  }
}
