package dev.cosigner.eif.initramfs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A stream of which decompressors take exactly what is theirs: what follows one archive is the next
 * one's. Their libraries read from {@link #buffered()} and move its position.
 */
final class Lookahead extends InputStream {
  private static final int SIZE = 64 * 1024;

  private final InputStream in;
  private final byte[] transfer = new byte[SIZE];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE).limit(0);
  private long fetched;

  Lookahead(InputStream in) {
    this.in = in;
  }

  /** Bytes from the start that were taken so far. */
  long position() {
    return fetched - buffer.remaining();
  }

  /** What was read ahead; empty only at the end of the stream. Direct, as native code wants it. */
  ByteBuffer buffered() throws IOException {
    if (!buffer.hasRemaining()) {
      fill(1);
    }
    return buffer;
  }

  /** The next bytes without taking them: fewer only at the end of the stream. */
  byte[] peek(int count) throws IOException {
    if (buffer.remaining() < count) {
      fill(count);
    }
    byte[] bytes = new byte[Math.min(count, buffer.remaining())];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  /** Takes the zeros that come next, however many. */
  void skipZeros() throws IOException {
    while (buffered().hasRemaining()) {
      while (buffer.hasRemaining()) {
        if (buffer.get(buffer.position()) != 0) {
          return;
        }
        buffer.position(buffer.position() + 1);
      }
    }
  }

  private void fill(int count) throws IOException {
    buffer.compact();
    while (buffer.position() < count) {
      int read = in.read(transfer, 0, buffer.remaining());
      if (read < 0) {
        break;
      }
      buffer.put(transfer, 0, read);
      fetched += read;
    }
    buffer.flip();
  }

  @Override
  public int read() throws IOException {
    return buffered().hasRemaining() ? Byte.toUnsignedInt(buffer.get()) : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = Math.min(length, buffered().remaining());
    if (count == 0) {
      return -1;
    }
    buffer.get(bytes, offset, count);
    return count;
  }
}
