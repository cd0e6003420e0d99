package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a registry (OCI distribution specification 1.1; tokens as in Docker's registry
 * specification, "Token Authentication"). Credentials and tokens go to the registry and to the
 * server of tokens that it names, never to where it redirects.
 */
final class RegistryClient {
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_TOKEN = 64 * 1024;
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private final RegistryName registry;
  private final Optional<RegistryCredentials> credentials;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /** The header's value that the registry wants; empty until it has asked for one. */
  private String authorization = "";

  RegistryClient(RegistryName registry, Optional<RegistryCredentials> credentials) {
    this.registry = registry;
    this.credentials = credentials;
  }

  /**
   * Asks for a part of the image.
   *
   * @param kind {@code manifests} or {@code blobs}
   * @param accept the media types that are taken
   * @return the answer, whose body the caller bounds and closes
   */
  HttpResponse<InputStream> get(String kind, ImageDigest digest, String accept) throws IOException {
    URI first = registry.base().resolve("/v2/" + registry.name() + "/" + kind + "/" + digest);
    HttpResponse<InputStream> answer = send(first, accept, authorization);
    if (answer.statusCode() == 401) {
      // Asked for the first time, or the token has ended while a layer was fetched.
      answer.body().close();
      authorization = authorize(answer.headers().allValues("WWW-Authenticate"));
      answer = send(first, accept, authorization);
    }
    for (int redirects = 0; isRedirect(answer); redirects++) {
      answer.body().close();
      if (redirects == MAX_REDIRECTS) {
        throw new ContainerException(
            Reason.REDIRECTS,
            "expected at most %d redirections by %s".formatted(MAX_REDIRECTS, registry.host()));
      }
      URI next = next(answer);
      boolean same =
          next.getRawAuthority().equals(first.getRawAuthority())
              && next.getScheme().equals(first.getScheme());
      answer = send(next, accept, same ? authorization : "");
    }
    return checked(answer, digest);
  }

  private HttpResponse<InputStream> checked(HttpResponse<InputStream> answer, ImageDigest digest)
      throws IOException {
    int status = answer.statusCode();
    if (status == 200) {
      return answer;
    }
    answer.body().close();
    if (status == 401 || status == 403) {
      throw new ContainerException(
          Reason.UNAUTHORIZED,
          "%s refuses to give %s with %s from Docker's configuration"
              .formatted(
                  registry.host(),
                  registry.name(),
                  credentials.isPresent() ? "the credentials" : "no credentials"));
    }
    throw new ContainerException(
        status == 404 ? Reason.MISSING : Reason.STATUS,
        "expected %s from %s, found status %d".formatted(digest, registry.host(), status));
  }

  private static boolean isRedirect(HttpResponse<?> answer) {
    return switch (answer.statusCode()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private URI next(HttpResponse<?> answer) throws ContainerException {
    String location = answer.headers().firstValue("Location").orElse("");
    try {
      return secured(answer.uri().resolve(new URI(location)));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new ContainerException(
          Reason.STATUS,
          "expected an address to be redirected to, found '%s'"
              .formatted(Names.printable(location)),
          e);
    }
  }

  /** HTTP only from a registry on this machine to this machine. */
  private URI secured(URI address) throws ContainerException {
    boolean local =
        RegistryName.isLoopback(registry.base())
            && RegistryName.isLoopback(address)
            && "http".equals(address.getScheme());
    if (address.getHost() == null || !("https".equals(address.getScheme()) || local)) {
      throw new ContainerException(
          Reason.INSECURE,
          "expected an address of https, found '%s'"
              .formatted(Names.printable(address.toString())));
    }
    return address;
  }

  private String authorize(Iterable<String> challenges) throws IOException {
    for (String challenge : challenges) {
      String scheme = challenge.split(" ", 2)[0].toLowerCase(Locale.ROOT);
      if (scheme.equals("bearer")) {
        return "Bearer " + token(challenge);
      }
      if (scheme.equals("basic") && credentials.isPresent()) {
        return credentials.get().authorization();
      }
    }
    return "";
  }

  private String token(String challenge) throws IOException {
    String realm = "";
    String service = "";
    Matcher parameters = PARAMETER.matcher(challenge);
    while (parameters.find()) {
      switch (parameters.group(1)) {
        case "realm" -> realm = parameters.group(2);
        case "service" -> service = parameters.group(2);
        // What is asked for is known here: to pull this image and no more.
        default -> {}
      }
    }
    String query =
        (realm.contains("?") ? "&" : "?")
            + "service="
            + encoded(service)
            + "&scope="
            + encoded("repository:" + registry.name() + ":pull");
    URI address;
    try {
      address = secured(new URI(realm + query));
    } catch (URISyntaxException e) {
      throw new ContainerException(
          Reason.STATUS, "expected the address of a server of tokens, found another text", e);
    }
    HttpResponse<InputStream> answer =
        send(
            address,
            "application/json",
            credentials.map(RegistryCredentials::authorization).orElse(""));
    try (InputStream in = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new ContainerException(
            Reason.UNAUTHORIZED,
            "%s gives no token for %s: status %d"
                .formatted(address.getHost(), registry.name(), answer.statusCode()));
      }
      JsonDocument document =
          JsonDocument.parse("the answer with the token", in.readNBytes(MAX_TOKEN));
      String token = document.optionalText("token").or(() -> other(document)).orElse("");
      if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
        throw new ContainerException(
            Reason.UNAUTHORIZED, address.getHost() + " gives no token for " + registry.name());
      }
      return token;
    }
  }

  private static Optional<String> other(JsonDocument document) {
    try {
      return document.optionalText("access_token");
    } catch (ContainerException e) {
      return Optional.empty();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<InputStream> send(URI address, String accept, String header)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(ANSWER).header("Accept", accept);
    if (!header.isEmpty()) {
      request.header("Authorization", header);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new ContainerException(
          Reason.CONNECTION,
          "cannot reach %s: %s".formatted(address.getAuthority(), Names.printable(e.toString())),
          e);
    }
  }
}
