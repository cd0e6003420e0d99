package dev.cosigner.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageOptions;
import dev.cosigner.launcher.SourceCopy.Ended;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which sources the registers of an image tell: those of {@code enclave-runtime}, and no others.
 * Builds for real, from copies of the sources in which files were changed.
 */
class MeasuredSourcesTest {
  private static final String BUILD_RUNTIME =
      """
      . .mvn/find-jdk; find_jdk
      . .mvn/locked-maven; build_dependency_lock
      export MAVEN_OPTS=-XX:TieredStopAtLevel=1
      locked_maven -B -q -o -Doutput.folder=target/launcher -Dmaven.test.skip=true \
        -Dspotless.check.skip=true \
        -pl enclave-runtime/cosigner,enclave-runtime/simulated-nsm -am package
      """;

  /** The folder under {@code enclave-runtime} of each jar in a distribution. */
  private static final Map<String, String> MODULES =
      Map.of(
          "runtime/protocol.jar", "protocol",
          "runtime/mpc.jar", "mpc",
          "runtime/transaction.jar", "transaction",
          "runtime/enclave.jar", "cosigner",
          "runtime-development/simulated-nsm.jar", "simulated-nsm");

  @TempDir private Path folder;

  @Test
  void theRegistersTellWhatTheEnclaveRunsAndNothingElse() throws Exception {
    // What the build that this test is part of has made of the sources as they are.
    Path untouched = modules(SourceCopy.original(), "target", folder.resolve("untouched"));
    Path distribution = modules(SourceCopy.original(), "target", folder.resolve("distribution"));
    Measurements production = measure(AnchorKind.AWS, distribution);
    Measurements development = measure(AnchorKind.DEVELOPMENT, distribution);

    SourceCopy copy = SourceCopy.in(folder.resolve("sources"));
    touch(copy, "enclave-runtime", 100);
    Path gone = copy.root().resolve("enclave-runtime/protocol/src/main/resources/gone.txt");
    Files.writeString(gone, "Not in the sources for long.\n");
    Ended built = copy.bash(BUILD_RUNTIME).end();
    assertThat(built.exit()).as(built.out() + built.err()).isZero();
    Path touched = modules(copy.root(), "target/launcher", folder.resolve("touched"));
    for (String jar : MODULES.keySet()) {
      place(touched.resolve(jar), distribution.resolve(jar));
      if (jar.startsWith("runtime-development/")) {
        assertThat(measure(AnchorKind.AWS, distribution)).as(jar).isEqualTo(production);
        assertTold(jar, development, measure(AnchorKind.DEVELOPMENT, distribution));
      } else {
        assertTold(jar, production, measure(AnchorKind.AWS, distribution));
      }
      place(untouched.resolve(jar), distribution.resolve(jar));
    }

    // The launcher builds over what is left of that: nothing of it may stay.
    Files.delete(gone);
    copy.restore("enclave-runtime");
    touch(copy, "cli", 50);
    touch(copy, "eif-build", 20);
    assertThat(launched(copy, "--json"))
        .as("registers with another cli and eif-build, built over other sources")
        .isEqualTo(production);
    assertThat(launched(copy, "--development")).isEqualTo(development);
  }

  private static void assertTold(String jar, Measurements before, Measurements after) {
    assertThat(after.pcr0()).as("PCR0 with another %s", jar).isNotEqualTo(before.pcr0());
    assertThat(after.pcr1()).as("PCR1 with another %s", jar).isEqualTo(before.pcr1());
    assertThat(after.pcr2()).as("PCR2 with another %s", jar).isNotEqualTo(before.pcr2());
  }

  /** What {@code ./cosigner build-eif} says of the sources as they are in the copy. */
  private Measurements launched(SourceCopy copy, String option) throws Exception {
    Path image = folder.resolve("launched");
    Path registers = folder.resolve("registers" + option + ".json");
    Ended built =
        copy.start(
                "022",
                Map.of(),
                "build-eif",
                option,
                "--output=" + image,
                "--measurements-output=" + registers)
            .end();
    assertThat(built.exit()).as(built.err()).isZero();
    return MeasurementsFile.read(registers);
  }

  private Measurements measure(AnchorKind anchor, Path distribution) throws Exception {
    return new ImageBuild(distribution)
        .build(ImageOptions.of(anchor), folder.resolve("image"))
        .measurements();
  }

  /** Puts what images are made of into a folder, as a distribution has it. */
  private static Path modules(Path sources, String output, Path distribution) throws IOException {
    for (String input :
        List.of("kernel/bzImage", "platform/platform.cpio.zst", "inputs.lock.json")) {
      place(sources.resolve("eif-build").resolve(input), distribution.resolve(input));
    }
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      Path folder = sources.resolve("enclave-runtime").resolve(module.getValue()).resolve(output);
      Path jar = folder.resolve(Path.of(module.getKey()).getFileName());
      assertThat(jar).as("built before by ./check").exists();
      place(jar, distribution.resolve(module.getKey()));
    }
    return distribution;
  }

  private static void place(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Changes every source, and so every class: the numbers of its lines.
   *
   * @param atLeast so many files
   */
  private static void touch(SourceCopy copy, String part, int atLeast) throws IOException {
    int touched = 0;
    try (Stream<Path> tree = Files.walk(copy.root().resolve(part))) {
      for (Path file : tree.filter(path -> !isBuilt(path) && Files.isRegularFile(path)).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".java")) {
          prepend("// Touched.\n", file);
          touched++;
        } else if (name.endsWith(".properties")) {
          prepend("# Touched.\n", file);
          touched++;
        } else if (name.equals("pom.xml")) {
          Files.writeString(file, Files.readString(file) + "<!-- Touched. -->\n");
          touched++;
        }
      }
    }
    assertThat(touched).as("touched files of " + part).isGreaterThanOrEqualTo(atLeast);
  }

  private static boolean isBuilt(Path path) {
    return Stream.iterate(path, java.util.Objects::nonNull, Path::getParent)
        .anyMatch(folder -> folder.endsWith("target"));
  }

  private static void prepend(String line, Path file) throws IOException {
    Files.writeString(file, line + Files.readString(file, StandardCharsets.UTF_8));
  }
}
