package dev.cosigner.eif.assembly;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The content of {@code inputs.lock.json}.
 *
 * @param format of the document: 1
 * @param inputs what is locked
 */
record LockDocument(
    @JsonProperty(required = true) int format, @JsonProperty(required = true) List<Entry> inputs) {

  LockDocument {
    if (format != 1) {
      throw new IllegalArgumentException("expected format 1, found " + format);
    }
    inputs = List.copyOf(inputs);
  }

  /**
   * A locked input.
   *
   * @param file where it lies in a distribution
   * @param packages what it was made from
   */
  record Entry(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String version,
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) String file,
      @JsonProperty(required = true) String sha256,
      @JsonProperty(required = true) List<Input> packages) {

    private static final Pattern FILE =
        Pattern.compile("[A-Za-z0-9-][A-Za-z0-9.-]*(/[A-Za-z0-9-][A-Za-z0-9.-]*)*");

    Entry {
      if (!FILE.matcher(Objects.requireNonNullElse(file, "")).matches()) {
        throw new IllegalArgumentException(
            "expected a file inside the distribution, found " + file);
      }
      packages = List.copyOf(packages);
    }

    Input input() {
      return new Input(name, version, source, sha256, packages);
    }
  }
}
