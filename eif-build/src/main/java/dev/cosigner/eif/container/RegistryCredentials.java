package dev.cosigner.eif.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A user name and pass-phrase for one registry, from the {@code auths} of Docker's configuration
 * file. Programs that keep credentials elsewhere ({@code credsStore}, {@code credHelpers}) are not
 * started.
 */
final class RegistryCredentials {
  private final String basic;

  private RegistryCredentials(String basic) {
    this.basic = basic;
  }

  /**
   * Looks up a registry.
   *
   * @param file Docker's configuration, which need not be there
   * @throws ContainerException if it cannot be understood; nothing of it is in the message
   */
  static Optional<RegistryCredentials> find(Path file, String registry) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    byte[] json;
    try (InputStream in = Files.newInputStream(file)) {
      json = in.readNBytes(JsonDocument.MAX_SIZE + 1);
    }
    Optional<JsonDocument> auths =
        JsonDocument.parse("Docker's configuration", json).optionalObject("auths");
    if (auths.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonDocument> entry = auths.get().optionalObject(registry);
    String encoded = entry.isEmpty() ? "" : entry.get().optionalText("auth").orElse("");
    if (encoded.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(encoded);
      if (new String(decoded, StandardCharsets.UTF_8).indexOf(':') > 0) {
        return Optional.of(new RegistryCredentials(Base64.getEncoder().encodeToString(decoded)));
      }
    } catch (IllegalArgumentException e) {
      // Said below, without a word of it.
    }
    throw new ContainerException(
        ContainerException.Reason.JSON,
        "expected as auth of '%s' in Docker's configuration USER:PASSWORD in Base64"
            .formatted(registry));
  }

  /** The header's value (RFC 7617). */
  String authorization() {
    return "Basic " + basic;
  }
}
