package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ParentListenerTest {
  @TempDir private Path folder;

  private SocketChannel connect(Path socket) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static int exchange(SocketChannel channel, int sent) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {(byte) sent}));
    ByteBuffer answer = ByteBuffer.allocate(1);
    return channel.read(answer) < 0 ? -1 : Byte.toUnsignedInt(answer.get(0));
  }

  @Test
  void theHeartbeatIsAnsweredByItself() throws Exception {
    Path socket = folder.resolve("vsock_9000");
    try (ParentListener listener = ParentListener.heartbeat(socket);
        SocketChannel enclave = connect(socket)) {
      assertThat(listener.exchanged()).isNotDone();
      assertThat(exchange(enclave, 0xb7)).isEqualTo(0xb7);
      listener.exchanged().get(10, TimeUnit.SECONDS);
    }
    assertThat(Files.exists(socket)).isFalse();
  }

  @Test
  void anotherByteIsNoHeartbeat() throws Exception {
    Path socket = folder.resolve("vsock_9000");
    try (ParentListener listener = ParentListener.heartbeat(socket)) {
      try (SocketChannel stranger = connect(socket)) {
        assertThat(exchange(stranger, 0xb6)).isEqualTo(-1);
      }
      connect(socket).close();
      assertThat(listener.exchanged()).isNotDone();
      try (SocketChannel enclave = connect(socket)) {
        assertThat(exchange(enclave, 0xb7)).isEqualTo(0xb7);
      }
      listener.exchanged().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theProvisioningIsServedOnEveryConnection() throws Exception {
    Path socket = folder.resolve("vsock_9001");
    byte[] frame = {1, 2, 3};
    try (ParentListener listener = ParentListener.provisioning(socket, frame)) {
      for (int i = 0; i < 2; i++) {
        try (SocketChannel enclave = connect(socket)) {
          ByteBuffer read = ByteBuffer.allocate(100);
          while (enclave.read(read) >= 0) {
            // Until the listener ends the stream.
          }
          assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 3, 1, 2, 3}));
        }
      }
      listener.exchanged().get(10, TimeUnit.SECONDS);
    }
  }
}
