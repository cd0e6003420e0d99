package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that do one thing wrong each, and the reason for which each is refused. */
class HostileRegistryTest {
  private static final String CREDENTIALS = "Basic dXNlcjpzZWNyZXQ=";

  @TempDir Path folder;
  private HttpServer server;
  private final ForgedImage image = ForgedImage.good();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** What the registry does; the image is given where it leaves an exchange alone. */
  @FunctionalInterface
  private interface Behaviour {
    boolean handle(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void behave(Behaviour behaviour) {
    Map<String, byte[]> files = image.complete().files();
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestURI().getPath().replaceAll("sha256:.*", "")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          if (!behaviour.handle(exchange)) {
            String path = exchange.getRequestURI().getPath();
            byte[] blob = files.get("blobs/sha256/" + path.substring(path.indexOf(':') + 1));
            answer(exchange, 200, blob);
          }
        });
  }

  private static boolean answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    return true;
  }

  private static boolean redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    return answer(exchange, 307, new byte[0]);
  }

  private static boolean isBlob(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().contains("/blobs/");
  }

  private void pull() throws IOException {
    Path configuration =
        Files.write(
            folder.resolve("config.json"),
            ForgedImage.json("{'auths':{'%s':{'auth':'dXNlcjpzZWNyZXQ='}}}".formatted(host())));
    ContainerImage.open(
            ImageReference.parse(host() + "/a@sha256:" + Sha256.hex(image.manifest())),
            Architecture.X86_64,
            configuration)
        .close();
  }

  private Reason refusal() {
    ContainerException e = catchThrowableOfType(ContainerException.class, this::pull);
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).doesNotContain("dXNlcjpzZWNyZXQ");
    return e.reason();
  }

  @Test
  void otherBytesForTheManifest() {
    behave(exchange -> answer(exchange, 200, ForgedImage.json("{'manifests':[]}")));
    assertThat(refusal()).isEqualTo(Reason.DIGEST);
  }

  @Test
  void otherBytesForALayer() {
    behave(exchange -> {
      if (!isBlob(exchange)) {
        return false;
      }
      String hex = exchange.getRequestURI().getPath().replaceAll(".*:", "");
      byte[] blob = image.files().get("blobs/sha256/" + hex).clone();
      blob[blob.length - 1] ^= 1;
      return answer(exchange, 200, blob);
    });
    assertThat(refusal()).isEqualTo(Reason.DIGEST);
  }

  @Test
  void aLongerBlob() {
    behave(exchange -> isBlob(exchange) && answer(exchange, 200, new byte[1 << 20]));
    assertThat(refusal()).isEqualTo(Reason.SIZE);
  }

  @Test
  void aShorterBlob() {
    behave(exchange -> isBlob(exchange) && answer(exchange, 200, new byte[1]));
    assertThat(refusal()).isEqualTo(Reason.SIZE);
  }

  @Test
  void aConnectionThatEnds() {
    behave(exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      throw new IOException("cut");
    });
    assertThat(refusal()).isEqualTo(Reason.CONNECTION);
  }

  @Test
  void aServerThatIsNotThere() {
    server.stop(0);
    assertThat(refusal()).isEqualTo(Reason.CONNECTION);
  }

  @Test
  void redirectionsWithoutEnd() {
    behave(exchange -> redirect(exchange, "/again"));
    assertThat(refusal()).isEqualTo(Reason.REDIRECTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://registry.example/", "ftp://127.0.0.1/", "file:///etc/passwd", "https:///"})
  void aRedirectionToWhatIsNotHttps(String location) {
    behave(exchange -> redirect(exchange, location));
    assertThat(refusal()).isEqualTo(Reason.INSECURE);
  }

  @Test
  void anotherStatus() {
    behave(exchange -> answer(exchange, 500, new byte[0]));
    assertThat(refusal()).isEqualTo(Reason.STATUS);
  }

  @Test
  void credentialsAreNotSentUnasked() throws IOException {
    behave(exchange -> false);
    pull();
    assertThat(seen).hasSize(4).allMatch(line -> line.endsWith(" null"));
  }

  @Test
  void credentialsDoNotFollowARedirection() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> received = new CopyOnWriteArrayList<>();
    other.createContext(
        "/",
        exchange -> {
          received.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          String hex = exchange.getRequestURI().getPath().substring(1);
          answer(exchange, 200, image.files().get("blobs/sha256/" + hex));
        });
    other.start();
    behave(exchange -> {
      if (!CREDENTIALS.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
        return answer(exchange, 401, new byte[0]);
      }
      String hex = exchange.getRequestURI().getPath().replaceAll(".*:", "");
      return isBlob(exchange)
          && redirect(exchange, "http://127.0.0.1:" + other.getAddress().getPort() + "/" + hex);
    });
    try {
      pull();
    } finally {
      other.stop(0);
    }
    assertThat(received).hasSize(2).containsOnly("null");
  }

  @Test
  void aTokenThatHasEndedIsAskedForAnew() throws IOException {
    List<String> given = new CopyOnWriteArrayList<>();
    behave(exchange -> {
      if (exchange.getRequestURI().getPath().equals("/token")) {
        given.add("t" + given.size());
        return answer(
            exchange, 200, ForgedImage.json("{'access_token':'%s'}".formatted(given.getLast())));
      }
      // Each token serves for two requests.
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      long used = seen.stream().filter(line -> line.endsWith(" " + token)).count();
      if (token != null && used <= 2) {
        return false;
      }
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"http://%s/token\"".formatted(host()));
      return answer(exchange, 401, new byte[0]);
    });
    pull();
    assertThat(given).containsExactly("t0", "t1");
  }

  @Test
  void aServerOfTokensWithoutHttps() {
    behave(exchange -> {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"http://tokens.example/\",service=\"x\"");
      return answer(exchange, 401, new byte[0]);
    });
    assertThat(refusal()).isEqualTo(Reason.INSECURE);
  }

  @Test
  void aTokenThatIsNone() {
    behave(exchange -> {
      if (exchange.getRequestURI().getPath().equals("/token")) {
        return answer(exchange, 200, ForgedImage.json("{'token':'a b'}"));
      }
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"http://%s/token\"".formatted(host()));
      return answer(exchange, 401, new byte[0]);
    });
    assertThat(refusal()).isEqualTo(Reason.UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "busybox",
        "docker.io/library/busybox",
        "docker.io/library/busybox:latest",
        "library/busybox@sha256:",
        "registry.example/../x@sha256:",
        "registry.example/a b@sha256:",
        "user@registry.example/a@sha256:",
        "registry.example:x/a@sha256:",
        "https://registry.example/a@sha256:",
        "oci:",
        ""
      })
  void namesThatAreNotADigestInARegistry(String text) {
    String reference = text.endsWith("sha256:") ? text + "0".repeat(64) : text;
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> ImageReference.parse(reference));
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(Reason.REFERENCE);
  }

  @Test
  void namesLeadToTheirRegistry() throws ContainerException {
    String digest = "@sha256:" + "0".repeat(64);
    RegistryName hub = RegistryName.parse("docker.io/busybox" + digest);
    assertThat(hub.base()).hasToString("https://registry-1.docker.io");
    assertThat(hub.name()).isEqualTo("library/busybox");
    assertThat(hub.credentialsKey()).isEqualTo("https://index.docker.io/v1/");
    assertThat(RegistryName.parse("localhost:5000/a/b" + digest).base())
        .hasToString("http://localhost:5000");
    assertThat(RegistryName.parse("r.example:5000/a" + digest).base())
        .hasToString("https://r.example:5000");
  }
}
