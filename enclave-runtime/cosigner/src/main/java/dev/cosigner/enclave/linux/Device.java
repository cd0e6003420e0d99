package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A character device, opened for reading and writing. */
public final class Device implements AutoCloseable {
  private static final long O_RDWR = 2;
  private static final long O_CLOEXEC = 0x80000;

  private final Descriptor descriptor;

  private Device(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Opens a device.
   *
   * @param path its node, such as {@code /dev/nsm}
   * @throws SystemCallException if there is none, or it may not be opened
   */
  public static Device open(String path) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      return new Device(
          new Descriptor(
              SystemCall.OPEN.invoke(arena.allocateFrom(path).address(), O_RDWR | O_CLOEXEC, 0)));
    }
  }

  /**
   * Calls {@code ioctl(2)}.
   *
   * @param request the request's number
   * @param argument memory that the driver reads and writes, or {@link MemorySegment#NULL}
   * @throws IOException if the driver refuses, or the device is closed
   */
  public void control(long request, MemorySegment argument) throws IOException {
    SystemCall.IOCTL.invoke(descriptor.number(), request, argument.address());
  }

  /** Writes all the bytes. */
  public void write(byte[] bytes) throws IOException {
    descriptor.write(bytes, 0, bytes.length);
  }

  /** Reads 1 to {@code buffer.length} bytes; -1 at the end. */
  public int read(byte[] buffer) throws IOException {
    return descriptor.read(buffer, 0, buffer.length);
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
