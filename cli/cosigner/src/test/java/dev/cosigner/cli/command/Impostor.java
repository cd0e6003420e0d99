package dev.cosigner.cli.command;

import dev.cosigner.protocol.cbor.CborValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that beats and answers like an enclave, with documents that it made up. */
final class Impostor {
  private Impostor() {}

  public static void main(String[] args) throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(Path.of("run", "vsock")));
      try (SocketChannel parent =
          SocketChannel.open(UnixDomainSocketAddress.of(Path.of("run", "vsock_9000")))) {
        parent.write(ByteBuffer.wrap(new byte[] {(byte) 0xb7}));
        parent.read(ByteBuffer.allocate(1));
      }
      try (SocketChannel channel = server.accept();
          DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
          DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel))) {
        in.readNBytes("CONNECT 5005\n".length());
        out.write("OK 5005\n".getBytes(StandardCharsets.US_ASCII));
        in.readNBytes(in.readInt());
        CborValue madeUp = CborValue.of(new byte[] {1, 2, 3});
        byte[] response =
            CborValue.array(CborValue.of(1), CborValue.of("ok"), CborValue.array(madeUp, madeUp))
                .encode();
        out.writeInt(response.length);
        out.write(response);
        in.read();
      }
    }
  }
}
