package dev.cosigner.eif.assembly;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cosigner.eif.Sha256;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Something that an image is made from, by name and content.
 *
 * @param name such as {@code kernel}, {@code protocol.jar} or, of a package, {@code libc6}
 * @param version as the source numbers it
 * @param source where it comes from: a recipe or module of this repository, or a source package
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param packages what it was itself made from; empty where that is this repository alone
 */
record Input(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String sha256,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Input> packages) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  Input {
    requireText("name", name);
    requireText("version", version);
    requireText("source", source);
    if (!SHA256.matcher(Objects.requireNonNullElse(sha256, "")).matches()) {
      throw new IllegalArgumentException(
          "expected 64 lower-case hexadecimal digits as sha256 of %s, found %s"
              .formatted(name, sha256));
    }
    packages = packages == null ? List.of() : List.copyOf(packages);
  }

  static Input of(String name, String version, String source, byte[] content) {
    return new Input(name, version, source, Sha256.hex(content), List.of());
  }

  private static void requireText(String field, String text) {
    if (text == null || text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("expected a line of text as " + field);
    }
  }
}
