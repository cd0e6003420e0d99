package dev.cosigner.enclave.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.enclave.linux.Listener;
import dev.cosigner.enclave.linux.LocalLink;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whatever stream of bytes a parent sends: whole answers of the right form, and then the end. */
class FramesFuzzTest {
  private static final CborLimits RESPONSE =
      CborLimits.of(2 * RequestDispatcher.MAX_REQUEST_BYTES, 17, 1 << 17);

  private static Path socket;

  @FuzzTest(maxDuration = "30s")
  void everyStreamIsAnsweredInWholeFrames(byte[] stream) throws IOException, CborException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      channel.write(ByteBuffer.wrap("CONNECT 5005\n".getBytes(StandardCharsets.US_ASCII)));
      try {
        channel.write(ByteBuffer.wrap(stream));
        channel.shutdownOutput();
      } catch (IOException e) {
        // The server had seen enough.
      }
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      in.readNBytes("OK 5005\n".length());
      for (byte[] header = header(in); header.length == 4; header = header(in)) {
        byte[] response = in.readNBytes(ByteBuffer.wrap(header).getInt());
        CborDecoder.decode(response, RESPONSE).asArray("response", 3, 7);
      }
    }
  }

  /**
   * The next response's length; empty at the end, which is a reset where the server left bytes
   * unread.
   */
  private static byte[] header(DataInputStream in) {
    try {
      return in.readNBytes(4);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static synchronized Path socket() throws IOException {
    if (socket == null) {
      Path run = Files.createTempDirectory("fuzz");
      socket = run.resolve("vsock");
      run.toFile().deleteOnExit();
      socket.toFile().deleteOnExit();
      Listener listener = new LocalLink(run).listen(Server.PORT);
      RequestDispatcher dispatcher = new RequestDispatcher(Map.of("echo", body -> body));
      Thread server = new Thread(() -> serve(listener, dispatcher), "fuzzed-server");
      server.setDaemon(true);
      server.start();
    }
    return socket;
  }

  private static void serve(Listener listener, RequestDispatcher dispatcher) {
    try {
      new Server(listener, dispatcher, ServerLimits.STANDARD).serve();
    } catch (IOException e) {
      throw new IllegalStateException("expected the server to go on", e);
    }
  }
}
