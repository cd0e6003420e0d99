package dev.cosigner.host;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The enclave's side of the streams, for tests: a listener that speaks what a test tells it to. */
final class StandInEnclave implements AutoCloseable {
  /** What it does on a connection. */
  @FunctionalInterface
  interface Conversation {
    void hold(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException;
  }

  /** Answers a request's bytes by a response's. */
  @FunctionalInterface
  interface Answer {
    byte[] to(byte[] request) throws IOException;
  }

  private final ServerSocketChannel server;
  private final Thread thread;

  private StandInEnclave(Path socket, Conversation conversation) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    thread = Thread.ofPlatform().daemon().start(() -> serve(conversation));
  }

  /** Says anything. */
  static StandInEnclave saying(Path socket, Conversation conversation) throws IOException {
    return new StandInEnclave(socket, conversation);
  }

  /** Keeps to the protocol and answers requests. */
  static StandInEnclave answering(Path socket, Answer answer) throws IOException {
    return new StandInEnclave(
        socket,
        (in, out) -> {
          greet(in, out);
          while (true) {
            byte[] response = answer.to(in.readNBytes(in.readInt()));
            out.writeInt(response.length);
            out.write(response);
            out.flush();
          }
        });
  }

  /** The first two lines. */
  static void greet(DataInputStream in, DataOutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    if (!line.toString().equals("CONNECT 5005")) {
      throw new IOException("unexpected line " + line);
    }
    out.write("OK 1073741824\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void serve(Conversation conversation) {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept();
          DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
          DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel))) {
        conversation.hold(in, out);
      } catch (IOException e) {
        // The other side left.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Ends the listening for good: the kernel accepts for as long as a thread waits in accept. */
  @Override
  public void close() throws IOException {
    server.close();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
