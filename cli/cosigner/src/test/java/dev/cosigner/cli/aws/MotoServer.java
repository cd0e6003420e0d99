package dev.cosigner.cli.aws;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * moto, an emulation of AWS's management interfaces, as a server process of its own; the AWS SDK of
 * this JVM is pointed at it until it is closed. Found as {@code moto_server} in {@code
 * COSIGNER_MOTO_HOME/bin} or on PATH; without it tests are skipped, but fail in CI.
 */
final class MotoServer implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final Process process;
  private final Map<String, String> before = new TreeMap<>();

  private MotoServer(Process process, int port) {
    this.process = process;
    set("aws.endpointUrl", "http://127.0.0.1:" + port);
    set("aws.accessKeyId", "testing");
    set("aws.secretAccessKey", "testing");
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property, ""));
    System.setProperty(property, value);
  }

  static MotoServer start() throws IOException, InterruptedException {
    Optional<Path> program = find();
    if (program.isEmpty()) {
      String missing =
          "no moto_server in COSIGNER_MOTO_HOME/bin or on PATH: calls of AWS not tested";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      System.err.println("SKIPPED: " + missing);
      abort(missing);
    }
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            program.get().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    awaitListening(process, port);
    return new MotoServer(process, port);
  }

  private static Optional<Path> find() {
    String home = System.getenv("COSIGNER_MOTO_HOME");
    String path =
        (home == null ? "" : home + "/bin" + File.pathSeparator)
            + Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(path)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process process, int port) throws InterruptedException {
    for (int tenths = 0; tenths < START_SECONDS * 10; tenths++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          fail("moto_server ended with " + process.exitValue());
        }
      }
    }
    process.destroyForcibly();
    fail("moto_server does not listen after " + START_SECONDS + " s");
  }

  @Override
  public void close() {
    before.forEach((property, value) -> {
      if (value.isEmpty()) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, value);
      }
    });
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
