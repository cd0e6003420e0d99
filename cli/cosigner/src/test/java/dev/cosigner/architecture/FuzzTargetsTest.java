package dev.cosigner.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jazzer fuzzes one target of a class and skips the others, so each has a class of its own. */
class FuzzTargetsTest {
  @Test
  void everyFuzzTestHasOneTarget() throws IOException {
    List<Path> classes;
    try (Stream<Path> files = Files.walk(Modules.root())) {
      classes =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> file.toString().endsWith("FuzzTest.java"))
              .toList();
    }
    assertThat(classes).hasSizeGreaterThan(40);
    for (Path file : classes) {
      assertThat(Files.readString(file).split("\n  @FuzzTest", -1)).as(file.toString()).hasSize(2);
    }
  }
}
