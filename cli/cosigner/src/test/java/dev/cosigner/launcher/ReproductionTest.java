package dev.cosigner.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images and their provenance are the same bytes where nothing else is the same: {@code
 * eif-build/reproduce}.
 */
@Tag("thorough")
class ReproductionTest {
  /** Of the script: this machine cannot make another one. */
  private static final int UNSUITABLE_MACHINE = 77;

  @TempDir private Path folder;

  @Test
  void anotherMachineBuildsTheSameImages() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder script =
        new ProcessBuilder("eif-build/reproduce")
            .directory(SourceCopy.original().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    script.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    Process process = script.start();
    if (!process.waitFor(40, TimeUnit.MINUTES)) {
      process.destroy();
      fail("expected an end within 40 minutes; " + Files.readString(output));
    }
    String said = Files.readString(output);
    if (process.exitValue() == UNSUITABLE_MACHINE && !"true".equals(System.getenv("CI"))) {
      System.err.println("SKIPPED: the images were not reproduced. " + said);
      abort(said);
    }
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said)
        .containsPattern("same +[0-9a-f]{64}  cosigner\\.eif\n")
        .containsPattern("same +[0-9a-f]{64}  cosigner\\.eif\\.provenance\\.json\n")
        .containsPattern("same +[0-9a-f]{64}  cosigner-development\\.eif\n")
        .containsPattern("same +[0-9a-f]{64}  cosigner-development\\.eif\\.provenance\\.json\n");
  }
}
