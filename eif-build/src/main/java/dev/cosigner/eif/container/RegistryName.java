package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image in a registry, named by the digest of its manifest or of its index: {@code
 * REGISTRY/NAME@sha256:DIGEST}. A tag, which may name another image tomorrow, is refused.
 *
 * @param host with a port where it is not the default one
 * @param name of the repository, at most 255 characters
 */
public record RegistryName(String host, String name, String digest) {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?)/([a-z0-9][a-z0-9._/-]*)@(.*)");

  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
  private static final int MAX_NAME = 255;
  private static final String DOCKER_HUB = "docker.io";

  static RegistryName parse(String text) throws ContainerException {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !isHost(form.group(1)) || form.group(2).length() > MAX_NAME) {
      throw malformed(text);
    }
    for (String component : form.group(2).split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw malformed(text);
      }
    }
    String host = form.group(1);
    boolean official = host.equals(DOCKER_HUB) && !form.group(2).contains("/");
    return new RegistryName(
        host,
        official ? "library/" + form.group(2) : form.group(2),
        ImageDigest.parse(form.group(3)).toString());
  }

  /** As everywhere: without a dot or a port, the first part is a name, not a host. */
  private static boolean isHost(String text) {
    return text.contains(".") || text.contains(":") || text.equals("localhost");
  }

  private static ContainerException malformed(String text) {
    return new ContainerException(
        Reason.REFERENCE,
        "expected oci:DIR, docker-archive:FILE or REGISTRY/NAME@sha256:DIGEST, found '%s'"
            .formatted(Names.printable(text)));
  }

  /** Where the registry is: by HTTPS, but for one on this machine. */
  URI base() {
    String server = host.equals(DOCKER_HUB) ? "registry-1.docker.io" : host;
    URI secure = URI.create("https://" + server);
    return isLoopback(secure) ? URI.create("http://" + server) : secure;
  }

  /** The key of its credentials in Docker's configuration. */
  String credentialsKey() {
    return host.equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : host;
  }

  /** Whether an address is this machine's own. */
  static boolean isLoopback(URI address) {
    String server = Optional.ofNullable(address.getHost()).orElse("");
    return server.equals("localhost") || server.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public String toString() {
    return host + "/" + name + "@" + digest;
  }
}
