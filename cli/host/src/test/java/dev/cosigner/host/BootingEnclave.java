package dev.cosigner.host;

import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A program that boots and serves like an enclave, for lifecycle tests: it runs in a process of its
 * own in the place of the platform's Java.
 */
final class BootingEnclave {
  private BootingEnclave() {}

  public static void main(String[] args) throws Exception {
    StandInEnclave server =
        StandInEnclave.answering(
            Path.of("run", "vsock"),
            request ->
                CborValue.array(CborValue.of(1), CborValue.of("ok"), CborNull.NULL).encode());
    try (server;
        SocketChannel parent =
            SocketChannel.open(UnixDomainSocketAddress.of(Path.of("run", "vsock_9000")))) {
      parent.write(ByteBuffer.wrap(new byte[] {(byte) 0xb7}));
      ByteBuffer answer = ByteBuffer.allocate(1);
      if (parent.read(answer) != 1 || answer.get(0) != (byte) 0xb7) {
        throw new IllegalStateException("no heartbeat");
      }
      System.out.println("booted");
      Thread.sleep(120_000);
    }
  }
}
