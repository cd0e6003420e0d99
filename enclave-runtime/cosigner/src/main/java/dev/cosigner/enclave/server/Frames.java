package dev.cosigner.enclave.server;

import dev.cosigner.enclave.linux.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames on a stream: a length, u32 big-endian, and that many bytes. */
public final class Frames {
  private static final int FIRST_ALLOCATION = 16 * 1024;

  private Frames() {}

  /**
   * Reads one frame.
   *
   * @param connection the stream
   * @param maxBytes the longest frame that is read
   * @return the frame's bytes, or null where the stream ends before one
   * @throws FrameTooLongException if the frame is longer; the stream is of no use after that
   * @throws IOException if the stream fails or ends within the frame
   */
  public static byte[] read(Connection connection, int maxBytes) throws IOException {
    int length = readLength(connection, maxBytes);
    return length < 0 ? null : readContent(connection, length);
  }

  /** Reads a frame's length; -1 where the stream ends before one. */
  static int readLength(Connection connection, int maxBytes) throws IOException {
    byte[] header = new byte[Integer.BYTES];
    int first = connection.read(header, 0, header.length);
    if (first < 0) {
      return -1;
    }
    readFully(connection, header, first, header.length);
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt());
    if (length > maxBytes) {
      throw new FrameTooLongException(length, maxBytes);
    }
    return (int) length;
  }

  /**
   * Reads a frame's bytes after its length. Memory grows with what arrives, not with what the
   * length promises.
   */
  static byte[] readContent(Connection connection, int length) throws IOException {
    byte[] frame = new byte[Math.min(length, FIRST_ALLOCATION)];
    readFully(connection, frame, 0, frame.length);
    while (frame.length < length) {
      int start = frame.length;
      frame = Arrays.copyOf(frame, (int) Math.min(length, 2L * start));
      readFully(connection, frame, start, frame.length);
    }
    return frame;
  }

  private static void readFully(Connection connection, byte[] buffer, int start, int end)
      throws IOException {
    int position = start;
    while (position < end) {
      int count = connection.read(buffer, position, end - position);
      if (count < 0) {
        throw new IOException(
            "expected " + (end - position) + " more bytes of a frame, found the stream's end");
      }
      position += count;
    }
  }

  /**
   * Writes one frame.
   *
   * @throws IOException if the stream fails
   */
  public static void write(Connection connection, byte[] frame) throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array();
    connection.write(bytes, 0, bytes.length);
  }
}
