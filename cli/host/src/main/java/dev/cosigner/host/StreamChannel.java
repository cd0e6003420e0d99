package dev.cosigner.host;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A stream to or from an enclave whose reads and writes end at a deadline. */
final class StreamChannel implements AutoCloseable {
  /** Most bytes of a request frame. */
  static final int MAX_REQUEST_BYTES = 1 << 20;

  /** Most bytes of a response frame: several documents and envelopes beside each other. */
  static final int MAX_RESPONSE_BYTES = 4 << 20;

  private final StreamSocket socket;

  /** Takes over the socket, which is closed with this stream. */
  StreamChannel(StreamSocket socket) {
    this.socket = socket;
  }

  /** Takes over the channel, which is closed with this one. */
  StreamChannel(SocketChannel channel) throws IOException {
    this(new UnixSocket(channel));
  }

  /** Reads exactly {@code length} bytes. */
  byte[] readExactly(int length, Deadline deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int read = transfer(() -> socket.read(buffer));
      if (read < 0) {
        throw new EnclaveUnavailableException(
            Reason.CLOSED,
            "the stream ended: expected %d more bytes, found its end"
                .formatted(buffer.remaining()));
      }
      if (read == 0) {
        await(true, deadline);
      }
    }
    return buffer.array();
  }

  /** Reads a line of ASCII without its newline. */
  String readLine(int maxLength, Deadline deadline) throws IOException {
    StringBuilder line = new StringBuilder();
    // Byte by byte, so that nothing of what follows the line is taken.
    for (byte next = readExactly(1, deadline)[0]; next != '\n'; ) {
      if (line.length() == maxLength) {
        throw new EnclaveUnavailableException(
            Reason.MALFORMED, "expected a line of at most " + maxLength + " characters");
      }
      line.append((char) Byte.toUnsignedInt(next));
      next = readExactly(1, deadline)[0];
    }
    return line.toString();
  }

  void write(byte[] bytes, Deadline deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (transfer(() -> socket.write(buffer)) == 0) {
        await(false, deadline);
      }
    }
  }

  /** A read or a write that does not wait. */
  @FunctionalInterface
  private interface Transfer {
    int bytes() throws IOException;
  }

  /** A stream that was reset has ended, no less than one that was closed. */
  private static int transfer(Transfer transfer) throws EnclaveUnavailableException {
    try {
      return transfer.bytes();
    } catch (IOException e) {
      throw new EnclaveUnavailableException(
          Reason.CLOSED, "the stream failed: " + e.getMessage(), e);
    }
  }

  void writeAscii(String text, Deadline deadline) throws IOException {
    write(text.getBytes(StandardCharsets.US_ASCII), deadline);
  }

  /** Reads a frame: four bytes of length, most significant first, then as many bytes. */
  byte[] readFrame(int maxLength, Deadline deadline) throws IOException {
    int length = ByteBuffer.wrap(readExactly(Integer.BYTES, deadline)).getInt();
    if (length < 1 || length > maxLength) {
      throw new EnclaveUnavailableException(
          Reason.MALFORMED,
          "expected a frame of 1 to %d bytes, found %s"
              .formatted(maxLength, Integer.toUnsignedString(length)));
    }
    return readExactly(length, deadline);
  }

  void writeFrame(byte[] body, Deadline deadline) throws IOException {
    write(
        ByteBuffer.allocate(Integer.BYTES + body.length).putInt(body.length).put(body).array(),
        deadline);
  }

  private void await(boolean reading, Deadline deadline) throws IOException {
    if (deadline.isPast()) {
      String what = reading ? "nothing came" : "nothing was taken";
      throw new EnclaveUnavailableException(Reason.TIMED_OUT, what + " in the time allowed");
    }
    socket.await(reading, deadline.millisLeft());
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while waiting for the enclave");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and there is nobody to tell.
    }
  }
}
