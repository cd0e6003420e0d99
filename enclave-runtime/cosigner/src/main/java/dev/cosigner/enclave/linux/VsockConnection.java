package dev.cosigner.enclave.linux;

import java.io.IOException;

/**
 * A connected AF_VSOCK socket. Its calls block the thread that makes them, so that thread is a
 * platform thread.
 */
final class VsockConnection implements Connection {
  private final Descriptor socket;

  VsockConnection(Descriptor socket) {
    this.socket = socket;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return socket.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    socket.write(buffer, offset, length);
  }

  @Override
  public void abort() {
    socket.shutDown();
  }

  @Override
  public void close() {
    socket.close();
  }
}
