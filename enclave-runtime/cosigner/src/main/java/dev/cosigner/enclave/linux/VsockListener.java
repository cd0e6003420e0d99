package dev.cosigner.enclave.linux;

import java.io.IOException;

/** An AF_VSOCK socket that listens. */
final class VsockListener implements Listener {
  private static final long SOCK_CLOEXEC = 0x80000;

  private final Descriptor socket;

  VsockListener(Descriptor socket) {
    this.socket = socket;
  }

  @Override
  public Connection accept() throws IOException {
    return new VsockConnection(
        new Descriptor(SystemCall.ACCEPT4.invoke(socket.number(), 0, 0, SOCK_CLOEXEC, 0)));
  }

  @Override
  public void close() {
    socket.shutDown();
    socket.close();
  }
}
