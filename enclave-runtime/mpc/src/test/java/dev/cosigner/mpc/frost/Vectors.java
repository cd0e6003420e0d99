package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of published vectors, which are not part of the project. */
final class Vectors {
  private Vectors() {}

  /** A file under COSIGNER_VECTORS_HOME; without it the test is skipped, but fails in CI. */
  static String read(String name) throws IOException {
    var home = System.getenv("COSIGNER_VECTORS_HOME");
    var file = home == null ? null : Path.of(home).resolve(name);
    if (file == null || !Files.exists(file)) {
      assertThat(System.getenv("CI"))
          .as("COSIGNER_VECTORS_HOME must name the vectors in CI")
          .isNotEqualTo("true");
      abort("COSIGNER_VECTORS_HOME names no folder with " + name);
    }
    return Files.readString(file, UTF_8);
  }
}
