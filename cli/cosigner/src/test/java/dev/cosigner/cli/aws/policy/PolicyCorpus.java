package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Key policies, right and wrong, each a file with what is expected of it. */
final class PolicyCorpus {
  private static final Path FOLDER =
      Path.of("src/test/resources/dev/cosigner/cli/aws/policy/corpus");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PolicyCorpus() {}

  /**
   * A policy of the corpus.
   *
   * @param name the file's name
   * @param document what it says and expects
   */
  record Entry(String name, JsonNode document) {
    byte[] policy() {
      return document.get("policy").toString().getBytes(StandardCharsets.UTF_8);
    }

    List<Grant> grants() throws MalformedPolicyException {
      return document.has("grants")
          ? GrantsReader.read(document.get("grants").toString().getBytes(StandardCharsets.UTF_8))
          : List.of();
    }

    boolean isMalformed() {
      return document.has("malformed");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Entry> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(PolicyCorpus::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry read(Path file) {
    try {
      return new Entry(
          file.getFileName().toString().replace(".json", ""),
          MAPPER.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
