package dev.cosigner.enclave.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.enclave.linux.Listener;
import dev.cosigner.enclave.linux.LocalLink;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets, and what it does to whoever misuses it. */
@Timeout(60)
class ServerTest {
  private static final CborLimits RESPONSE = CborLimits.of(2 << 20, 4, 32);

  @TempDir Path run;
  private Listener listener;

  @AfterEach
  void stop() {
    listener.close();
  }

  @Test
  void manyRequestsOnOneConnection() throws Exception {
    serve(ServerLimits.STANDARD);
    try (Client client = new Client()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(request(CborValue.of(i))).get(2)).isEqualTo(CborValue.of(i));
      }
    }
  }

  @Test
  void aRequestOfTheGreatestLengthIsServed() throws Exception {
    serve(ServerLimits.STANDARD);
    int overhead = request(CborValue.of(new byte[1 << 17])).length - (1 << 17);
    CborValue body = CborValue.of(new byte[RequestDispatcher.MAX_REQUEST_BYTES - overhead]);
    assertThat(request(body)).hasSize(RequestDispatcher.MAX_REQUEST_BYTES);
    try (Client client = new Client()) {
      assertThat(client.call(request(body)).get(1)).isEqualTo(CborValue.of("ok"));
    }
  }

  @Test
  void aMalformedRequestDoesNotEndTheConnection() throws Exception {
    serve(ServerLimits.STANDARD);
    try (Client client = new Client()) {
      assertThat(client.call(new byte[] {1}).get(2)).isEqualTo(CborValue.of("malformed-request"));
      assertThat(client.call(new byte[0]).get(2)).isEqualTo(CborValue.of("malformed-request"));
      assertThat(client.call(request(CborValue.of(7))).get(2)).isEqualTo(CborValue.of(7));
    }
  }

  @Test
  void aLengthAboveTheGreatestIsRefusedBeforeItsBytesCome() throws Exception {
    serve(ServerLimits.STANDARD);
    try (Client client = new Client()) {
      client.out.writeInt(-1);
      client.out.flush();
      List<CborValue> response = client.response();
      assertThat(response.get(2)).isEqualTo(CborValue.of("request-too-long"));
      assertThat(response.get(4)).isEqualTo(CborValue.of("at most 1048576 bytes"));
      assertThat(response.get(5)).isEqualTo(CborValue.of("4294967295 bytes"));
      assertEnded(client);
    }
  }

  @Test
  void aConnectionTooManyIsClosedAndAPlaceIsGivenAgain() throws Exception {
    serve(new ServerLimits(1, 60_000, 60_000));
    try (Client first = new Client()) {
      first.call(request(CborValue.of(1)));
      try (Client second = new Client(false)) {
        assertEnded(second);
      }
    }
    Client third = null;
    while (third == null) {
      // The server may need a moment to see that the first has left.
      try {
        third = new Client();
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    assertThat(third.call(request(CborValue.of(3))).get(2)).isEqualTo(CborValue.of(3));
    third.close();
  }

  @Test
  void aSilentConnectionIsEnded() throws Exception {
    serve(new ServerLimits(4, 300, 60_000));
    try (Client client = new Client()) {
      assertEnded(client);
    }
  }

  @Test
  void aRequestThatTricklesIsEnded() throws Exception {
    serve(new ServerLimits(4, 60_000, 300));
    try (Client client = new Client()) {
      client.out.writeInt(1000);
      client.out.write(1);
      client.out.flush();
      assertEnded(client);
    }
  }

  @Test
  void aResponseThatNobodyTakesIsEnded() throws Exception {
    serve(new ServerLimits(1, 60_000, 300));
    try (Client client = new Client()) {
      byte[] large = request(CborValue.of(new byte[1 << 19]));
      for (int i = 0; i < 8; i++) {
        client.out.writeInt(large.length);
        client.out.write(large);
      }
      Assertions.fail("expected the server to end the connection");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("roken pipe");
    }
  }

  private void serve(ServerLimits limits) throws IOException {
    listener = new LocalLink(run).listen(Server.PORT);
    Server server =
        new Server(listener, new RequestDispatcher(Map.of("echo", body -> body)), limits);
    Thread thread =
        new Thread(() -> {
          try {
            server.serve();
          } catch (IOException e) {
            // The test closed the listener.
          }
        });
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] request(CborValue body) {
    return CborValue.array(CborValue.of(1), CborValue.of("echo"), body).encode();
  }

  private static void assertEnded(Client client) {
    Assertions.assertThatThrownBy(client.in::readByte)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(EOFException.class),
            e -> assertThat(e).hasMessageContaining("reset"));
  }

  /** A parent. */
  private final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;
    private final DataOutputStream out;

    Client() throws IOException {
      this(true);
    }

    Client(boolean named) throws IOException {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("vsock")));
      in = new DataInputStream(Channels.newInputStream(channel));
      out = new DataOutputStream(Channels.newOutputStream(channel));
      if (named) {
        out.writeBytes("CONNECT 5005\n");
        assertThat(new String(in.readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("OK 5005\n");
      }
    }

    List<CborValue> call(byte[] request) throws Exception {
      out.writeInt(request.length);
      out.write(request);
      out.flush();
      return response();
    }

    List<CborValue> response() throws Exception {
      byte[] response = in.readNBytes(in.readInt());
      return CborDecoder.decode(response, RESPONSE).asArray("response", 3, 7);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
