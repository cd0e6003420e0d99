package dev.cosigner.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A port of the parent that an enclave connects to while it boots: a Unix-domain socket {@code
 * vsock_PORT}, as vhost-device-vsock names them. Whatever connects may be anything: a connection
 * that does not keep to its exchange is dropped, and the listener goes on.
 */
final class ParentListener implements AutoCloseable {
  /** Where an enclave says that it has booted, as AWS's own init does. */
  static final int HEARTBEAT_PORT = 9000;

  /** Where a development image's simulated NSM asks for its certificates. */
  static final int PROVISIONING_PORT = 9001;

  private static final byte HEARTBEAT = (byte) 0xB7;
  private static final Duration EXCHANGE = Duration.ofSeconds(10);

  /** What happens on one connection. */
  @FunctionalInterface
  private interface Exchange {
    void with(StreamChannel enclave, Deadline deadline) throws IOException;
  }

  private final ServerSocketChannel server;
  private final Path socket;
  private final CompletableFuture<Void> exchanged = new CompletableFuture<>();

  private ParentListener(Path socket, Exchange exchange) throws IOException {
    this.socket = socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Thread.ofVirtual().name(socket.getFileName().toString()).start(() -> accept(exchange));
  }

  /** Listens for the heartbeat: the byte 0xB7, answered by the same byte. */
  static ParentListener heartbeat(Path socket) throws IOException {
    return new ParentListener(
        socket,
        (enclave, deadline) -> {
          byte found = enclave.readExactly(1, deadline)[0];
          if (found != HEARTBEAT) {
            throw new IOException("expected the heartbeat byte 0xb7, found another");
          }
          enclave.write(new byte[] {HEARTBEAT}, deadline);
        });
  }

  /** Serves a frame, once on every connection. */
  static ParentListener provisioning(Path socket, byte[] frame) throws IOException {
    byte[] body = frame.clone();
    return new ParentListener(socket, (enclave, deadline) -> enclave.writeFrame(body, deadline));
  }

  /** Completed once a connection kept to its exchange. */
  CompletableFuture<Void> exchanged() {
    return exchanged;
  }

  private void accept(Exchange exchange) {
    while (server.isOpen()) {
      // One at a time: there is one enclave, and it connects once.
      try (StreamChannel enclave = new StreamChannel(server.accept())) {
        exchange.with(enclave, Deadline.in(EXCHANGE));
        exchanged.complete(null);
      } catch (IOException e) {
        // Dropped. What the operator needs to know is that the exchange never took place.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // The socket goes with its directory.
    }
  }
}
