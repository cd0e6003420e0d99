package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** A Unix socket that listens in place of one vsock port. */
final class LocalListener implements Listener {
  private final ServerSocketChannel channel;
  private final int port;

  LocalListener(ServerSocketChannel channel, int port) {
    this.channel = channel;
    this.port = port;
  }

  @Override
  public Connection accept() throws IOException {
    return new LocalConnection(channel.accept(), port);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written through a listener, so nothing is lost.
    }
  }
}
