package dev.cosigner.enclave.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The streams of a process enclave, with real Unix sockets. */
@Timeout(20)
class LocalLinkTest {
  private static final int PORT = 5005;

  @TempDir Path run;

  @Test
  void theParentNamesThePortAndThenTalks() throws Exception {
    try (Listener listener = new LocalLink(run).listen(PORT);
        SocketChannel parent = dial();
        Connection enclave = listener.accept()) {
      send(parent, "CONNECT 5005\nping");

      assertThat(read(enclave)).isEqualTo("ping");
      assertThat(receive(parent)).startsWith("OK ").endsWith("\n");

      enclave.write("_pong_".getBytes(US_ASCII), 1, 4);
      assertThat(receive(parent)).isEqualTo("pong");
    }
  }

  @Test
  void anotherPortIsRefused() throws Exception {
    assertThatThrownBy(() -> readAfter("CONNECT 5006\n"))
        .isInstanceOf(IOException.class)
        .hasMessage("expected \"CONNECT 5005\", found another line");
  }

  @Test
  void anotherCommandIsRefused() {
    assertThatThrownBy(() -> readAfter("connect 5005\n"))
        .hasMessage("expected \"CONNECT 5005\", found another line");
  }

  @Test
  void aLineWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> readAfter("CONNECT 5005".repeat(2)))
        .hasMessage("expected a line of at most 18 bytes, found a longer one");
  }

  @Test
  void aStreamThatEndsBeforeThePortIsRefused() {
    assertThatThrownBy(() -> readAfter("CONNECT 50", true))
        .hasMessage("expected a line of text, found the end of the stream");
  }

  @Test
  void theStreamsEndIsMinusOne() throws Exception {
    try (Listener listener = new LocalLink(run).listen(PORT);
        SocketChannel parent = dial();
        Connection enclave = listener.accept()) {
      send(parent, "CONNECT 5005\n");
      parent.shutdownOutput();
      assertThat(enclave.read(new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void abortEndsAReadThatWaits() throws Exception {
    try (Listener listener = new LocalLink(run).listen(PORT);
        SocketChannel parent = dial();
        Connection enclave = listener.accept()) {
      send(parent, "CONNECT 5005\nx");
      assertThat(read(enclave)).isEqualTo("x");
      CompletableFuture<Boolean> failed =
          CompletableFuture.supplyAsync(() -> {
            try {
              return enclave.read(new byte[1], 0, 1) < 0;
            } catch (IOException e) {
              return true;
            }
          });

      enclave.abort();

      assertThat(failed.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theEnclaveConnectsToThePortsOwnSocket() throws Exception {
    try (ServerSocketChannel parent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      parent.bind(UnixDomainSocketAddress.of(run.resolve("vsock_9000")));
      try (Connection enclave = new LocalLink(run).connect(9000);
          SocketChannel accepted = parent.accept()) {
        enclave.write(new byte[] {'b'}, 0, 1);
        assertThat(receive(accepted)).isEqualTo("b");
      }
    }
  }

  @Test
  void aParentThatDoesNotListenIsNamed() {
    assertThatThrownBy(() -> new LocalLink(run).connect(9001))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected the parent to listen on " + run.resolve("vsock_9001"));
  }

  @Test
  void aSocketLeftBehindIsReplaced() throws Exception {
    Files.createFile(run.resolve("vsock"));
    try (Listener listener = new LocalLink(run).listen(PORT);
        SocketChannel parent = dial()) {
      assertThat(parent.isConnected()).isTrue();
      listener.accept().close();
    }
  }

  private String readAfter(String line) throws IOException {
    return readAfter(line, false);
  }

  private String readAfter(String line, boolean end) throws IOException {
    try (Listener listener = new LocalLink(run).listen(PORT);
        SocketChannel parent = dial();
        Connection enclave = listener.accept()) {
      send(parent, line);
      if (end) {
        parent.shutdownOutput();
      }
      return read(enclave);
    }
  }

  private SocketChannel dial() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("vsock")));
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static String receive(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    channel.read(buffer);
    return new String(buffer.array(), 0, buffer.position(), US_ASCII);
  }

  private static String read(Connection connection) throws IOException {
    byte[] buffer = new byte[64];
    int count = connection.read(buffer, 0, buffer.length);
    return new String(buffer, 0, count, US_ASCII);
  }
}
