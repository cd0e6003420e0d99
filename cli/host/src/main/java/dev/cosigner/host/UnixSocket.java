package dev.cosigner.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A Unix-domain stream, as the JDK has them. Blocking channels of this family know no time-out. */
final class UnixSocket implements StreamSocket {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  /** Takes over the channel, which is closed with this socket. */
  UnixSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    try {
      channel.configureBlocking(false);
      this.selector = Selector.open();
      this.key = channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return channel.read(buffer);
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return channel.write(buffer);
  }

  @Override
  public void await(boolean reading, long millis) throws IOException {
    key.interestOps(reading ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    selector.select(millis);
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    try (selector;
        channel) {
      key.cancel();
    }
  }
}
