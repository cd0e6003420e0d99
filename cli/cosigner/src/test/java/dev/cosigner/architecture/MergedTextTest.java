package dev.cosigner.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No text holds what a merge leaves between two versions: in a document nothing else finds it. */
class MergedTextTest {
  private static final List<String> MARKS = List.of("<".repeat(7) + " ", ">".repeat(7) + " ");

  @Test
  void noTextHoldsTwoVersions() throws IOException {
    List<Path> texts;
    try (Stream<Path> files = Files.walk(Modules.root())) {
      texts =
          files
              .filter(
                  file -> file.toString().matches(".*\\.(java|md|xml|properties|json|bash|fish)"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
    }
    assertThat(texts).hasSizeGreaterThan(1000);
    for (Path text : texts) {
      String content = Files.readString(text, StandardCharsets.ISO_8859_1);
      for (String mark : MARKS) {
        assertThat(content.contains(mark)).as("%s holds %s", text, mark).isFalse();
      }
    }
  }
}
