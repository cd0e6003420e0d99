package dev.cosigner.enclave.linux;

import java.io.IOException;

/**
 * One stream between the enclave and its parent. One thread uses it; another may only {@link
 * #abort} it.
 */
public sealed interface Connection extends AutoCloseable permits VsockConnection, LocalConnection {
  /**
   * Reads what there is, waiting for the first byte.
   *
   * @return the number of bytes, 1 to {@code length}, or -1 at the stream's end
   * @throws IOException if the stream fails or was aborted
   */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Writes all the bytes.
   *
   * @throws IOException if the stream fails or was aborted
   */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /**
   * Ends the stream from any thread: a read or write that waits on it returns or fails. The owner
   * still closes it.
   */
  void abort();

  @Override
  void close();
}
