package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.MeasurementsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Building an image from the command line, and how that can fail. */
class BuildEifCommandTest {
  @TempDir private Path directory;

  private Path distribution;
  private Path image;
  private String homeBefore;

  @BeforeEach
  void makeDistribution() throws Exception {
    distribution = directory.resolve("distribution");
    image = directory.resolve("image.eif");
    StringBuilder inputs = new StringBuilder();
    for (String file : List.of("kernel/bzImage", "platform/platform.cpio.zst")) {
      Path path = distribution.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "content of " + file);
      inputs
          .append(inputs.isEmpty() ? "" : ",")
          .append(
              """
              {"name": "%s", "version": "1", "source": "test", "file": "%s", "sha256": "%s", "packages": []}
              """
                  .formatted(path.getParent().getFileName(), file, sha256(path)));
    }
    Files.writeString(
        distribution.resolve("inputs.lock.json"), "{\"format\": 1, \"inputs\": [" + inputs + "]}");
    for (String jar :
        List.of(
            "runtime/protocol.jar",
            "runtime/mpc.jar",
            "runtime/transaction.jar",
            "runtime/enclave.jar",
            "runtime-development/simulated-nsm.jar")) {
      Path path = distribution.resolve(jar);
      Files.createDirectories(path.getParent());
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
        zip.putNextEntry(new ZipEntry("content"));
        zip.write(jar.getBytes(StandardCharsets.UTF_8));
      }
    }
    homeBefore = System.getProperty("cosigner.home");
    System.setProperty("cosigner.home", distribution.toString());
  }

  @AfterEach
  void restoreProperty() {
    if (homeBefore == null) {
      System.clearProperty("cosigner.home");
    } else {
      System.setProperty("cosigner.home", homeBefore);
    }
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private Ended build(String... more) {
    String[] line = new String[more.length + 3];
    line[0] = "build-eif";
    line[1] = "--output";
    line[2] = image.toString();
    System.arraycopy(more, 0, line, 3, more.length);
    return CommandRun.bare().run(line);
  }

  private static void assertFailure(Ended ended, ExitCode exit, String id) {
    assertThat(ended.exit()).isEqualTo(exit);
    assertThat(ended.json().get("error").get("id").asText()).isEqualTo(id);
  }

  @Test
  void aTableNamesTheImageAndItsRegisters() throws IOException {
    Ended ended = build();

    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("Image           " + image)
        .contains("Vouched for by  Amazon's Nitro Enclaves root")
        .contains("PCR0            " + EifImage.read(image).measurements().pcr0().hex());
    assertThat(Path.of(image + ".provenance.json")).content().contains("\"name\": \"kernel\"");
  }

  @Test
  void withJsonItIsNitroClisDocument() throws IOException {
    JsonNode document = build("--json").json();

    assertThat(document.size()).isEqualTo(1);
    JsonNode measurements = document.get("Measurements");
    assertThat(measurements.get("HashAlgorithm").asText()).isEqualTo("Sha384 { ... }");
    assertThat(measurements.get("PCR2").asText())
        .isEqualTo(EifImage.read(image).measurements().pcr2().hex());
    assertThat(measurements.size()).isEqualTo(4);
  }

  @Test
  void nameAndVersionGoIntoTheMetadata() throws IOException {
    build("--name", "treasury", "--version", "2026.1");

    assertThat(EifImage.read(image).metadata().imageName()).isEqualTo("treasury");
    assertThat(EifImage.read(image).metadata().imageVersion()).isEqualTo("2026.1");
    assertFailure(build("--name", "two\nlines", "--json"), ExitCode.USAGE, "invalid-value");
    assertFailure(build("--version", "", "--json"), ExitCode.USAGE, "invalid-value");
  }

  @Test
  void theExpectedImagePassesAndAnotherDoesNot() throws IOException {
    Path approved = directory.resolve("approved.json");
    assertThat(build("--measurements-output", approved.toString()).exit()).isEqualTo(ExitCode.DONE);
    assertThat(build("--expect", approved.toString()).exit()).isEqualTo(ExitCode.DONE);

    Ended other = build("--development", "--expect", approved.toString());

    assertThat(other.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(other.out()).isEmpty();
    assertThat(other.err())
        .startsWith(
            "cosigner: error: the image does not measure as expected: another PCR0 (the whole"
                + " image), PCR2 (the application)\n")
        .contains("expected: PCR0 " + MeasurementsFile.read(approved).pcr0().hex())
        .contains("\n  PCR2 " + EifImage.read(image).measurements().pcr2().hex())
        .doesNotContain("PCR1");
    assertFailure(
        build("--development", "--expect", approved.toString(), "--json"),
        ExitCode.CHECK_FAILED,
        "measurements-differ");
  }

  @Test
  void registersThatCannotBeReadCostNoBuild() throws IOException {
    Path approved = directory.resolve("approved.json");
    assertFailure(
        build("--expect", approved.toString(), "--json"), ExitCode.BAD_INPUT, "file-not-found");
    Files.writeString(approved, "{}");
    assertFailure(
        build("--expect", approved.toString(), "--json"),
        ExitCode.BAD_INPUT,
        "measurements-malformed");
    assertThat(image).doesNotExist();
  }

  @Test
  void anotherKernelIsRefused() throws IOException {
    Files.writeString(distribution.resolve("kernel/bzImage"), "another");

    Ended ended = build();

    assertThat(ended.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ended.err())
        .startsWith("cosigner: error: kernel/bzImage is not the locked input\nexpected: SHA-256 ");
    assertFailure(build("--json"), ExitCode.REFUSED, "input-not-locked");
    assertThat(image).doesNotExist();
  }

  @Test
  void anIncompleteDistributionIsNamed() throws IOException {
    Path jar = distribution.resolve("runtime/mpc.jar");
    Files.writeString(jar, "no jar");
    assertFailure(build("--json"), ExitCode.ENVIRONMENT, "distribution-incomplete");
    Files.delete(jar);
    assertFailure(build("--json"), ExitCode.ENVIRONMENT, "distribution-incomplete");
    assertThat(build().err()).contains("found: no file " + jar);
    assertThat(image).doesNotExist();
  }

  @Test
  void anOutputThatCannotBeWrittenIsNamed() {
    image = directory.resolve("missing/image.eif");
    assertFailure(build("--json"), ExitCode.ENVIRONMENT, "output-not-writable");
    image = distribution;
    assertFailure(build("--json"), ExitCode.ENVIRONMENT, "file-failed");
  }

  @Test
  void twoResultsDoNotGoToOneFile() {
    assertFailure(
        build("--measurements-output", image.toString(), "--json"), ExitCode.USAGE, "same-file");
    assertFailure(
        build("--measurements-output", image + ".provenance.json", "--json"),
        ExitCode.USAGE,
        "same-file");
    assertThat(image).doesNotExist();
  }

  private static String signer(String name) {
    return "../../eif-build/src/test/resources/dev/cosigner/eif/signature/" + name;
  }

  private Ended verify(String... more) {
    String[] line = new String[more.length + 2];
    line[0] = "verify-eif";
    line[1] = image.toString();
    System.arraycopy(more, 0, line, 2, more.length);
    return CommandRun.bare().run(line);
  }

  @Test
  void anImageIsSignedAsItIsBuilt() throws IOException {
    Ended ended =
        build("--sign-certificate", signer("p384.pem"), "--private-key", signer("p384.key"));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains(Files.size(image) + " bytes");
    Ended verified = verify("--provenance", image + ".provenance.json");
    assertThat(verified.exit()).as(verified.out()).isEqualTo(ExitCode.DONE);
    assertThat(verified.out()).contains("passed  signature").contains("passed  rebuilt");
    Ended half = build("--sign-certificate", signer("p384.pem"));
    assertThat(half.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(half.err()).contains("found: no --private-key");
  }

  @Test
  void anImageIsVerifiedByBuildingItAgain() {
    assertThat(build("--name", "treasury", "--development").exit()).isEqualTo(ExitCode.DONE);
    Ended ended = verify("--provenance", image + ".provenance.json", "--json");
    assertThat(ended.exit()).as(ended.out()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("verified").asBoolean()).isTrue();
  }

  @Test
  void theInputThatDiffersIsNamed() throws IOException {
    assertThat(build().exit()).isEqualTo(ExitCode.DONE);
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(distribution.resolve("runtime/mpc.jar")))) {
      zip.putNextEntry(new ZipEntry("content"));
      zip.write("changed".getBytes(StandardCharsets.UTF_8));
    }
    Ended ended = verify("--provenance", image + ".provenance.json");
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.out())
        .contains("passed  provenance")
        .contains("FAILED  rebuilt")
        .contains("FAILED  input app/mpc.jar  recorded 0.1.0, SHA-256 ")
        .doesNotContain("input app/protocol.jar")
        .contains("is NOT verified");
  }

  @Test
  void theProvenanceOfAnotherImageIsFound() throws IOException {
    assertThat(build().exit()).isEqualTo(ExitCode.DONE);
    Path provenance = directory.resolve("production.json");
    Files.copy(Path.of(image + ".provenance.json"), provenance);
    assertThat(build("--development").exit()).isEqualTo(ExitCode.DONE);
    Ended ended = verify("--provenance", provenance.toString());
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.out()).contains("FAILED  provenance").contains("FAILED  rebuilt");
    Files.writeString(provenance, "{}");
    Ended malformed = verify("--provenance", provenance.toString());
    assertThat(malformed.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(malformed.err()).contains("is no provenance");
  }
}
