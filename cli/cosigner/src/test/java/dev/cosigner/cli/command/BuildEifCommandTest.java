package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(build("--measurements-output", approved.toString()).exit()).isEqualTo(ExitCode.DONE);
    byte[] before = Files.readAllBytes(approved);
    assertFailure(
        build("--development", "--measurements-output", approved.toString(), "--json"),
        ExitCode.BAD_INPUT,
        "file-exists");
    assertThat(approved).hasBinaryContent(before);

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

  private Path rootfs() throws IOException {
    Path rootfs = directory.resolve("rootfs");
    Files.createDirectories(rootfs.resolve("bin"));
    Files.createDirectories(rootfs.resolve("srv"));
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(rootfs.resolve("etc/passwd"), "shop:x:33:44::/srv:/bin/sh\n");
    // As much of an ELF file for x86-64 as is looked at.
    byte[] program = new byte[64];
    System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, program, 0, 7);
    program[18] = 62;
    Files.write(rootfs.resolve("bin/shop"), program);
    Files.setPosixFilePermissions(
        rootfs.resolve("bin/shop"), PosixFilePermissions.fromString("rwxr-xr-x"));
    return rootfs;
  }

  private List<String> inputs() throws IOException {
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(Path.of(image + ".provenance.json").toFile())
        .get("inputs")
        .forEach(input -> names.add(input.get("name").asText()));
    return names;
  }

  @Test
  void anImageIsBuiltAroundAProgramInADirectory() throws IOException {
    String[] line = {
      "--rootfs",
      rootfs().toString(),
      "--entrypoint",
      "shop",
      "--cmd",
      "a",
      "--cmd=-b",
      "--env",
      "A=1",
      "--workdir",
      "/srv",
      "--user",
      "shop",
      "--sign-certificate",
      signer("p384.pem"),
      "--private-key",
      signer("p384.key")
    };
    Ended ended = build(line);

    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("Starts      your program, on this repository's kernel");
    assertThat(inputs()).contains("kernel", "platform", "app/process.cbor", "rootfs");
    assertThat(EifImage.read(image).metadata().imageName()).isEqualTo("enclave");
    assertThat(CommandRun.bare().run("verify-eif", image.toString()).out())
        .contains("passed  signature");
    Measurements first = EifImage.read(image).measurements();
    assertThat(build(line).exit()).isEqualTo(ExitCode.DONE);
    assertThat(EifImage.read(image).measurements()).isEqualTo(first);
  }

  private static String containerImage(String name) {
    return "docker-archive:../../eif-build/src/test/resources/dev/cosigner/eif/container/corpus/"
        + name
        + ".tar";
  }

  @Test
  void anImageIsBuiltAroundAContainerImage() throws IOException {
    Ended ended = build("--image", containerImage("good"));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("your program, on this repository's kernel");
    assertThat(inputs()).contains("rootfs", "manifest", "configuration", "layer 1");
    byte[] first = Files.readAllBytes(image);
    String provenance = Files.readString(Path.of(image + ".provenance.json"));

    Path copy = directory.resolve("elsewhere.tar");
    Files.copy(Path.of(containerImage("good").substring("docker-archive:".length())), copy);
    assertThat(build("--image", "docker-archive:" + copy).exit()).isEqualTo(ExitCode.DONE);
    assertThat(image).hasBinaryContent(first);
    assertThat(Path.of(image + ".provenance.json")).hasContent(provenance);
    image = copy;
    assertFailure(
        build("--image", "docker-archive:" + copy, "--json"), ExitCode.USAGE, "output-is-input");
  }

  @Test
  void containerImagesAreRefusedWithTheirReason() {
    Ended hostile = build("--image", containerImage("tar-traversal"), "--json");
    assertFailure(hostile, ExitCode.BAD_INPUT, "source-refused");
    assertThat(hostile.json().get("error").get("found").asText()).contains("../x");
    assertFailure(
        build("--image", containerImage("absent"), "--json"), ExitCode.BAD_INPUT, "file-not-found");
    assertFailure(
        build("--image", "oci:" + directory.resolve("absent"), "--json"),
        ExitCode.BAD_INPUT,
        "file-not-found");
    assertFailure(
        build("--image", "registry.example/shop:latest", "--json"),
        ExitCode.USAGE,
        "invalid-value");
    // Nothing listens there.
    assertFailure(
        build("--image", "127.0.0.1:1/shop@sha256:" + "0".repeat(64), "--json"),
        ExitCode.ENVIRONMENT,
        "registry-failed");
    assertThat(image).doesNotExist();
  }

  @Test
  void anArchiveOfARootMeasuresAsItsDirectory() throws Exception {
    Path rootfs = rootfs();
    Path archive = directory.resolve("rootfs.tar");
    assertThat(
            new ProcessBuilder(
                    "tar",
                    "--owner=0",
                    "--group=0",
                    "--numeric-owner",
                    "-C",
                    rootfs.toString(),
                    "-cf",
                    archive.toString(),
                    ".")
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    assertThat(build("--rootfs", rootfs.toString(), "--cmd", "shop", "--user", "shop").exit())
        .isEqualTo(ExitCode.DONE);
    Measurements directories = EifImage.read(image).measurements();
    Ended ended = build("--rootfs", archive.toString(), "--cmd", "shop", "--user", "shop");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(EifImage.read(image).measurements()).isEqualTo(directories);
    assertThat(inputs()).contains("rootfs.tar");
    assertFailure(
        build("--rootfs", archive.toString(), "--cmd", "none", "--json"),
        ExitCode.BAD_INPUT,
        "source-refused");
  }

  @Test
  void whatAnEnclaveCannotHonourIsRefused() throws IOException {
    String rootfs = rootfs().toString();
    assertFailure(
        build("--rootfs", rootfs, "--cmd", "shop", "--user", "nobody", "--json"),
        ExitCode.BAD_INPUT,
        "source-refused");
    assertFailure(
        build("--rootfs", rootfs, "--cmd", "shop", "--workdir", "/none", "--json"),
        ExitCode.BAD_INPUT,
        "source-refused");
    assertFailure(
        build("--rootfs", rootfs, "--cmd", "none", "--json"), ExitCode.BAD_INPUT, "source-refused");
    assertThat(image).doesNotExist();
  }

  @Test
  void awsFilesStartTheProgramInstead() throws IOException {
    Path blobs = Files.createDirectory(directory.resolve("blobs"));
    for (String file : List.of("bzImage", "init", "nsm.ko", "cmdline")) {
      Files.writeString(blobs.resolve(file), file);
    }
    String rootfs = rootfs().toString();
    Ended ended = build("--blobs", blobs.toString(), "--rootfs", rootfs, "--cmd", "/bin/shop");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(inputs())
        .containsExactly("kernel", "init", "nsm.ko", "cmdline", "cmd", "env", "rootfs");
    Ended refused =
        build(
            "--blobs",
            blobs.toString(),
            "--rootfs",
            rootfs,
            "--cmd",
            "shop",
            "--user",
            "shop",
            "--json");
    assertFailure(refused, ExitCode.BAD_INPUT, "source-refused");
    assertThat(refused.json().get("error").get("found").asText()).isEqualTo("33:44");
    Files.delete(blobs.resolve("init"));
    assertFailure(
        build("--blobs", blobs.toString(), "--rootfs", rootfs, "--cmd", "shop", "--json"),
        ExitCode.BAD_INPUT,
        "source-refused");
  }

  @Test
  void rawPartsMakeAnImageForEitherArchitecture() throws IOException {
    Path kernel = Files.writeString(directory.resolve("kernel"), "kernel");
    Path ramdisk = Files.writeString(directory.resolve("ramdisk"), "rd0");
    Path metadata = Files.writeString(directory.resolve("metadata"), "{\"team\": \"blue\"}");
    String[] line = {
      "--kernel",
      kernel.toString(),
      "--cmdline",
      "cmdline",
      "--ramdisk",
      ramdisk.toString(),
      "--arch",
      "aarch64",
      "--metadata",
      metadata.toString(),
      "--json"
    };
    Ended ended = build(line);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(EifImage.read(image).architecture()).isEqualTo(Architecture.AARCH64);
    assertThat(Files.readString(image, StandardCharsets.ISO_8859_1))
        .contains("\"CustomMetadata\":{\"team\":\"blue\"}");
    assertThat(inputs()).containsExactly("kernel", "ramdisk 1");

    Files.writeString(metadata, "[1]");
    assertFailure(build(line), ExitCode.BAD_INPUT, "metadata-malformed");
    Files.writeString(metadata, "{\"a\": 1, \"a\": 2}");
    assertFailure(build(line), ExitCode.BAD_INPUT, "metadata-malformed");
    Files.write(metadata, new byte[64 * 1024 + 1]);
    assertFailure(build(line), ExitCode.BAD_INPUT, "file-too-large");
    Files.writeString(metadata, "{}");
    image = kernel;
    assertFailure(build(line), ExitCode.USAGE, "output-is-input");
    Files.delete(kernel);
    assertFailure(build(line), ExitCode.BAD_INPUT, "file-not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "options-exclude, --kernel k --cmdline c --ramdisk r --rootfs .",
    "options-exclude, --kernel k --cmdline c --ramdisk r --blobs .",
    "options-exclude, --kernel k --cmdline c --ramdisk r --user root",
    "options-exclude, --kernel k --cmdline c --ramdisk r --development",
    "options-exclude, --rootfs . --cmd c --development",
    "options-exclude, --image oci:. --development",
    "options-exclude, --image oci:. --rootfs .",
    "options-exclude, --image oci:. --cmd c",
    "options-exclude, --image oci:. --arch aarch64",
    "options-exclude, --kernel k --cmdline c --ramdisk r --image oci:.",
    "options-exclude, --rootfs . --cmd c --arch aarch64",
    "options-exclude, --arch aarch64",
    "missing-argument, --kernel k --cmdline c",
    "missing-argument, --ramdisk r",
    "missing-argument, --entrypoint e",
    "missing-argument, --blobs .",
    "missing-argument, --rootfs .",
    "invalid-value, --arch arm64",
  })
  void optionsThatDoNotGoTogetherAreRefused(String id, String options) {
    List<String> line = new ArrayList<>(List.of(options.split(" ", -1)));
    line.add("--json");
    assertFailure(build(line.toArray(String[]::new)), ExitCode.USAGE, id);
    assertThat(image).doesNotExist();
  }

  @Test
  void anImageDoesNotLieInItsOwnSource() throws IOException {
    Path rootfs = rootfs();
    image = rootfs.resolve("image.eif");
    assertFailure(
        build("--rootfs", rootfs.toString(), "--cmd", "shop", "--json"),
        ExitCode.USAGE,
        "output-is-input");
    image = directory.resolve("image.eif");
    assertFailure(
        build("--rootfs", rootfs.resolve("none").toString(), "--cmd", "shop", "--json"),
        ExitCode.BAD_INPUT,
        "file-not-found");
  }
}
