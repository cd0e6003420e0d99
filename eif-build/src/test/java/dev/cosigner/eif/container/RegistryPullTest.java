package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.SourceInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a real registry: open, with a pass-phrase, and with tokens. */
class RegistryPullTest {
  private static final String USER = "user:secret";

  /** Of {@link #USER}, by bcrypt at its lowest cost. */
  private static final String HTPASSWD =
      "user:$2b$04$0IKYBXKITYkjT0Z5oAGoP.LHaUKhQ07Zd6W.geZnXrBi0Xwgy1ZP.";

  @TempDir Path folder;

  private List<String> pull(String reference, Path configuration) throws IOException {
    try (ContainerImage image =
        ContainerImage.open(ImageReference.parse(reference), Architecture.X86_64, configuration)) {
      ForeignSource source = image.source();
      List<String> lines = LayerTreeTest.lines(source.tree());
      assertThat(source.inputs()).extracting(SourceInput::name).contains("manifest", "layer 1");
      return lines;
    }
  }

  private Reason refusal(String reference, Path configuration) {
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> pull(reference, configuration));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).doesNotContain("secret");
    return e.reason();
  }

  private Path configuration(String registry) throws IOException {
    String auth = Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.US_ASCII));
    return Files.write(
        folder.resolve("config.json"),
        ForgedImage.json(
            "{'auths':{'%s':{'auth':'%s'}},'credsStore':'desktop'}".formatted(registry, auth)));
  }

  private Path none() {
    return folder.resolve("absent.json");
  }

  private static String reference(RegistryServer server, byte[] manifest) {
    return server.host() + "/some/image@sha256:" + Sha256.hex(manifest);
  }

  @Test
  void anImageIsPulledByTheDigestOfItsManifestOrIndex() throws Exception {
    ForgedImage image = ForgedImage.good().gzip(new ForgedTar().file("second", "2").end());
    byte[] index =
        ForgedImage.index(
            ForgedImage.descriptor(ForgedImage.MANIFEST, image.manifest())
                .replace("}", ",'platform':{'os':'linux','architecture':'amd64'}}"));
    try (RegistryServer server = RegistryServer.start(folder, "")) {
      server.push("some/image", image, image.manifest(), index);
      List<String> pulled = pull(reference(server, image.manifest()), none());
      assertThat(pulled).contains("second 420 0:0 2");
      assertThat(pull(reference(server, index), none())).isEqualTo(pulled);
      Path layout = image.write(Files.createDirectory(folder.resolve("layout")));
      assertThat(pull("oci:" + layout, none())).isEqualTo(pulled);
      assertThat(refusal(reference(server, new byte[0]), none())).isEqualTo(Reason.MISSING);
    }
  }

  /** Stores an image while the registry is open, and closes it. */
  private byte[] stored() throws Exception {
    ForgedImage image = ForgedImage.good();
    try (RegistryServer server = RegistryServer.start(folder, "")) {
      server.push("some/image", image, image.manifest());
    }
    return image.manifest();
  }

  @Test
  void aPassPhraseComesFromDockersConfiguration() throws Exception {
    byte[] manifest = stored();
    Path accounts = Files.writeString(folder.resolve("htpasswd"), HTPASSWD + "\n");
    String auth = "auth: {htpasswd: {realm: test, path: %s}}".formatted(accounts);
    try (RegistryServer server = RegistryServer.start(folder, auth)) {
      String reference = reference(server, manifest);
      assertThat(refusal(reference, none())).isEqualTo(Reason.UNAUTHORIZED);
      assertThat(refusal(reference, configuration("another.example")))
          .isEqualTo(Reason.UNAUTHORIZED);
      assertThat(pull(reference, configuration(server.host()))).contains("sbin -> bin");
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        RegistryPullTest.class.getResourceAsStream("/dev/cosigner/eif/signature/" + name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] der(String pem) throws IOException {
    String text = new String(resource(pem), StandardCharsets.US_ASCII);
    String body = text.replaceAll("(?s).*?-----BEGIN [A-Z ]+-----(.*?)-----END.*", "$1");
    return Base64.getMimeDecoder().decode(body);
  }

  /** A token as docker-registry verifies it: RFC 7519, with the certificate of its key. */
  private static String token(String access) throws Exception {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    long now = Instant.now().getEpochSecond();
    String certificate = Base64.getEncoder().encodeToString(der("p256.pem"));
    String header = "{'typ':'JWT','alg':'ES256','x5c':['%s']}".formatted(certificate);
    String claims =
        "{'iss':'issuer','sub':'user','aud':'service','exp':%d,'nbf':%d,'iat':%d,'jti':'1',%s}"
            .formatted(now + 300, now - 60, now, access);
    String signed =
        base64.encodeToString(ForgedImage.json(header))
            + "."
            + base64.encodeToString(ForgedImage.json(claims));
    PrivateKey key =
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der("p256.key")));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + base64.encodeToString(signature.sign());
  }

  @Test
  void aTokenComesFromTheServerThatTheRegistryNames() throws Exception {
    byte[] manifest = stored();
    String token = token("'access':[{'type':'repository','name':'some/image','actions':['pull']}]");
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer tokens =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tokens.createContext(
        "/token",
        exchange -> {
          asked.add(
              exchange.getRequestURI().getQuery()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] answer = ForgedImage.json("{'token':'%s'}".formatted(token));
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    tokens.start();
    Path certificate = Files.write(folder.resolve("bundle.pem"), resource("p256.pem"));
    String auth =
        ("auth: {token: {realm: \"http://127.0.0.1:%d/token\", service: service, issuer: issuer,"
                + " rootcertbundle: %s}}")
            .formatted(tokens.getAddress().getPort(), certificate);
    try (RegistryServer server = RegistryServer.start(folder, auth)) {
      assertThat(pull(reference(server, manifest), configuration(server.host())))
          .contains("sbin -> bin");
    } finally {
      tokens.stop(0);
    }
    assertThat(asked)
        .containsExactly("service=service&scope=repository:some/image:pull Basic dXNlcjpzZWNyZXQ=");
  }
}
