package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An open file descriptor. One thread uses and closes it; another may only {@linkplain #shutDown
 * shut it down}, so that a number is never used after the kernel gave it to another file.
 */
final class Descriptor implements AutoCloseable {
  /** The most that one system call copies: bounds the native memory of a connection. */
  private static final int CHUNK = 16 * 1024;

  private static final long SHUT_RDWR = 2;

  private final int number;
  private boolean closed;

  Descriptor(long number) {
    this.number = Math.toIntExact(number);
  }

  /** The number, for a call that this class does not have. */
  int number() throws IOException {
    synchronized (this) {
      if (closed) {
        throw new IOException("expected an open descriptor, but it is closed");
      }
    }
    return number;
  }

  /** Reads 1 to {@code length} bytes; -1 at the end. */
  int read(byte[] buffer, int offset, int length) throws IOException {
    int size = Math.min(length, CHUNK);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(size);
      int count = (int) SystemCall.READ.invoke(number(), chunk.address(), size);
      MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, buffer, offset, count);
      return count == 0 ? -1 : count;
    }
  }

  /** Writes all the bytes. */
  void write(byte[] buffer, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.max(1, Math.min(length, CHUNK)));
      int written = 0;
      while (written < length) {
        int size = Math.min(length - written, CHUNK);
        MemorySegment.copy(buffer, offset + written, chunk, ValueLayout.JAVA_BYTE, 0, size);
        written += (int) SystemCall.WRITE.invoke(number(), chunk.address(), size);
      }
    }
  }

  /** Ends a socket in both directions, from any thread; a call that waits on it returns. */
  synchronized void shutDown() {
    if (!closed) {
      try {
        SystemCall.SHUTDOWN.invoke(number, SHUT_RDWR, 0);
      } catch (SystemCallException e) {
        // The peer was first: the socket is not connected any more, which is what was wanted.
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        SystemCall.CLOSE.invoke(number, 0, 0);
      } catch (SystemCallException e) {
        // Linux frees the number even when close fails, and nothing here is written back later.
      }
    }
  }
}
