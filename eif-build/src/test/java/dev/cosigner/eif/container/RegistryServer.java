package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.cosigner.eif.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Debian's docker-registry as a process of its own, in a folder that holds all that it stores.
 * Found as {@code usr/bin/docker-registry} in {@code COSIGNER_REGISTRY_HOME}; without it tests are
 * skipped, but fail in CI.
 */
final class RegistryServer implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private RegistryServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a registry.
   *
   * @param auth a section of its configuration; empty for one that anyone may read and write
   */
  static RegistryServer start(Path folder, String auth) throws IOException, InterruptedException {
    String home = System.getenv("COSIGNER_REGISTRY_HOME");
    Path program = Path.of(home == null ? "" : home, "usr", "bin", "docker-registry");
    if (home == null || !Files.isExecutable(program)) {
      String missing = "no usr/bin/docker-registry in COSIGNER_REGISTRY_HOME: pulls not tested";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      System.err.println("SKIPPED: " + missing);
      abort(missing);
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path configuration =
        Files.writeString(
            Files.createTempFile(folder, "registry", ".yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: "127.0.0.1:%d"}
            %s
            """
                .formatted(folder.resolve("registry"), port, auth));
    Process process =
        new ProcessBuilder(program.toString(), "serve", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitListening(process, port);
    return new RegistryServer(process, port);
  }

  private static void awaitListening(Process process, int port) throws InterruptedException {
    for (int tenths = 0; tenths < START_SECONDS * 10; tenths++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException notYet) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          fail("docker-registry ended with " + process.exitValue());
        }
      }
    }
    process.destroyForcibly();
    fail("docker-registry does not listen after " + START_SECONDS + " s");
  }

  String host() {
    return "127.0.0.1:" + port;
  }

  /** Pushes all blobs of an image, and its documents as manifests. */
  void push(String name, ForgedImage image, byte[]... manifests)
      throws IOException, InterruptedException {
    for (Map.Entry<String, byte[]> file : image.complete().files().entrySet()) {
      if (file.getKey().startsWith("blobs/")) {
        pushBlob(name, file.getValue());
      }
    }
    for (byte[] manifest : manifests) {
      String type =
          new String(manifest, StandardCharsets.UTF_8).contains("\"manifests\"")
              ? ForgedImage.INDEX
              : ForgedImage.MANIFEST;
      HttpRequest put =
          HttpRequest.newBuilder(
                  address("/v2/" + name + "/manifests/sha256:" + Sha256.hex(manifest)))
              .header("Content-Type", type)
              .PUT(BodyPublishers.ofByteArray(manifest))
              .build();
      HttpResponse<String> answer = http.send(put, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
  }

  private void pushBlob(String name, byte[] blob) throws IOException, InterruptedException {
    HttpResponse<String> begun =
        http.send(
            HttpRequest.newBuilder(address("/v2/" + name + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    HttpRequest put =
        HttpRequest.newBuilder(
                URI.create(
                    location
                        + (location.contains("?") ? "&" : "?")
                        + "digest=sha256:"
                        + Sha256.hex(blob)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(blob))
            .build();
    HttpResponse<String> ended = http.send(put, BodyHandlers.ofString());
    assertThat(ended.statusCode()).as(ended.body()).isEqualTo(201);
  }

  private URI address(String path) {
    return URI.create("http://" + host() + path);
  }

  @Override
  public void close() {
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
