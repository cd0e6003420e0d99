package dev.cosigner.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connected stream socket that never blocks: whoever would have to wait asks to. */
interface StreamSocket extends Closeable {
  /**
   * Reads what is there.
   *
   * @return how many bytes; 0 if nothing is there yet, -1 at the end
   */
  int read(ByteBuffer buffer) throws IOException;

  /**
   * Writes what is taken.
   *
   * @return how many bytes; 0 if nothing is taken at the moment
   */
  int write(ByteBuffer buffer) throws IOException;

  /**
   * Waits until it is worth trying again, or for so long; returns at once if this thread is
   * interrupted.
   *
   * @param reading whether for bytes to read, or for room to write
   * @param millis at least 1
   */
  void await(boolean reading, long millis) throws IOException;
}
