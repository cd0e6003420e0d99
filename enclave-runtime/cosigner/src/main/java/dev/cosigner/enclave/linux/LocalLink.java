package dev.cosigner.enclave.linux;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The streams of a process enclave, in the form that hypervisors give vsock on the host's side
 * ("hybrid vsock"): the enclave listens on {@code vsock}, where the parent names the port in a line
 * of text; the parent listens on {@code vsock_PORT}.
 */
public final class LocalLink implements ParentLink {
  private final Path directory;

  /**
   * Uses the sockets of a directory.
   *
   * @param directory where they are; a relative one keeps their paths under the 108 bytes that the
   *     kernel allows
   */
  public LocalLink(Path directory) {
    this.directory = directory;
  }

  @Override
  public Connection connect(int port) throws IOException {
    Path path = directory.resolve("vsock_" + port);
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      return new LocalConnection(channel, 0);
    } catch (IOException e) {
      channel.close();
      throw new IOException("expected the parent to listen on " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Listener listen(int port) throws IOException {
    Path path = directory.resolve("vsock");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // A socket that an earlier process left behind; a living one has a directory of its own.
      Files.deleteIfExists(path);
      channel.bind(UnixDomainSocketAddress.of(path));
      return new LocalListener(channel, port);
    } catch (IOException e) {
      channel.close();
      throw new IOException("expected to listen on " + path + ": " + e.getMessage(), e);
    }
  }
}
