package dev.cosigner.nsm.simulated;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.goterl.lazysodium.LazySodiumJava;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.mpc.Session;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.DecodedTransaction;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The enclave as a process of its own, started as in production but with the test's JDK, and its
 * parent.
 */
final class ProcessEnclave implements AutoCloseable {
  private static final CborLimits RESPONSE = CborLimits.of(65_536, 4, 64);

  private final Path directory;
  private final ServerSocketChannel heartbeat;
  private final ServerSocketChannel provisioning;
  private Process process;

  /** Prepares an enclave's directory and listens in its parent's place. */
  ProcessEnclave(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectory(directory.resolve("app"));
    Files.createDirectory(directory.resolve("run"));
    Path libraries = Files.createDirectories(directory.resolve("lib/x86_64-linux-gnu"));
    try (InputStream library =
        LazySodiumJava.class.getClassLoader().getResourceAsStream("linux64/libsodium.so")) {
      Files.copy(library, libraries.resolve("libsodium.so.23"));
    }
    heartbeat = listen(9000);
    provisioning = listen(9001);
  }

  private ServerSocketChannel listen(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(directory.resolve("run/vsock_" + port)));
    channel.configureBlocking(false);
    return channel;
  }

  /** Waits for a connection as long as the enclave lives. */
  private SocketChannel accept(ServerSocketChannel listener) throws IOException {
    while (process.isAlive()) {
      SocketChannel channel = listener.accept();
      if (channel != null) {
        channel.configureBlocking(true);
        return channel;
      }
      LockSupport.parkNanos(1_000_000);
    }
    throw new IOException("expected the enclave to connect, found it dead: " + printed());
  }

  /** Starts an image with the simulated NSM. */
  void start(String anchorKind) throws IOException {
    byte[] configuration = CborValue.array(CborValue.of(1), CborValue.of(anchorKind)).encode();
    Files.write(directory.resolve("app/configuration.cbor"), configuration);
    start();
  }

  /** Starts without a measured configuration. */
  void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=dev.cosigner.enclave,dev.cosigner.mpc",
            "--illegal-native-access=deny",
            "--module-path",
            modulePath(),
            "-m",
            "dev.cosigner.enclave/dev.cosigner.enclave.boot.Main");
    builder.environment().clear();
    process =
        builder
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(console().toFile())
            .start();
  }

  private static String modulePath() {
    return Stream.of(
            CborValue.class, Session.class, DecodedTransaction.class, Nsm.class, SimulatedNsm.class)
        .map(type -> Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Answers the enclave's question for its provisioning. */
  void provision(byte[] frame) throws IOException {
    try (SocketChannel channel = accept(provisioning)) {
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      out.writeInt(frame.length);
      out.write(frame);
    }
  }

  /** Takes the enclave's heartbeat, answers with another byte, and returns it. */
  int answerHeartbeat(int answer) throws IOException {
    try (SocketChannel channel = accept(heartbeat)) {
      int beat = Channels.newInputStream(channel).read();
      Channels.newOutputStream(channel).write(answer);
      return beat;
    }
  }

  /** Sends requests on one connection and gives their responses. */
  List<List<CborValue>> call(CborValue... requests) throws Exception {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("run/vsock")))) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      out.write("CONNECT 5005\n".getBytes(US_ASCII));
      String line = new String(in.readNBytes(8), US_ASCII);
      if (!line.equals("OK 5005\n")) {
        throw new IOException("expected OK, found " + line);
      }
      List<List<CborValue>> responses = new ArrayList<>();
      for (CborValue request : requests) {
        byte[] frame = request.encode();
        out.writeInt(frame.length);
        out.write(frame);
        byte[] response = in.readNBytes(in.readInt());
        responses.add(CborDecoder.decode(response, RESPONSE).asArray("response", 3, 7));
      }
      return responses;
    }
  }

  /** Waits for the enclave's end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("expected the enclave to end within a minute");
    }
    return process.exitValue();
  }

  /** What the enclave has printed. */
  String printed() throws IOException {
    return Files.readString(console(), UTF_8);
  }

  private Path console() {
    return directory.resolve("console");
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    heartbeat.close();
    provisioning.close();
  }
}
