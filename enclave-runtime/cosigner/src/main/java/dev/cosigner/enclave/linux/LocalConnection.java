package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connected Unix socket. One that the parent opened starts with a line {@code CONNECT <port>},
 * answered by {@code OK <number>}; the first read does this, so that a parent that sends nothing
 * holds up no one but itself.
 */
final class LocalConnection implements Connection {
  private static final String COMMAND = "CONNECT ";

  /** The command and the ten digits of the largest port. */
  private static final int LONGEST_LINE = COMMAND.length() + 10;

  private final SocketChannel channel;

  /** The port that the parent has to name first; 0 when it has, or need not. */
  private int awaited;

  LocalConnection(SocketChannel channel, int awaited) {
    this.channel = channel;
    this.awaited = awaited;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (awaited != 0) {
      acceptPort();
    }
    return channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  private void acceptPort() throws IOException {
    String line = readLine();
    if (!line.equals(COMMAND + awaited)) {
      throw new IOException("expected \"" + COMMAND + awaited + "\", found another line");
    }
    byte[] answer = ("OK " + awaited + "\n").getBytes(StandardCharsets.US_ASCII);
    awaited = 0;
    write(answer, 0, answer.length);
  }

  private String readLine() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder line = new StringBuilder(LONGEST_LINE);
    while (line.length() <= LONGEST_LINE) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new IOException("expected a line of text, found the end of the stream");
      }
      char next = (char) (one.get(0) & 0xff);
      if (next == '\n') {
        return line.toString();
      }
      line.append(next);
    }
    throw new IOException(
        "expected a line of at most " + LONGEST_LINE + " bytes, found a longer one");
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same, and what was written has reached the kernel or was
      // refused before.
    }
  }
}
