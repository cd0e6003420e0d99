package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.Cosigner;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.launch.RepositoryImage;
import dev.cosigner.cli.launch.Sandbox;
import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline of docs/operations.md, run as it stands there: each gate closes. */
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OperationsDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/operations.md");
  private static final Pattern SCRIPT =
      Pattern.compile("<!-- tested: pipeline.sh -->\n```sh\n(.*?)```\n", Pattern.DOTALL);
  private static final String ROLE = "arn:aws:iam::123456789012:role/cosigner";
  private static final String[] ADMINISTRATORS = {
    "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"
  };
  private static final String IMAGE = "cosigner.eif";

  @TempDir private Path folder;

  private Path work;
  private Sandbox sandbox;

  /** Everything that the document says is beside the script, for a development image. */
  @BeforeEach
  void prepare() throws Exception {
    work = Files.createDirectories(folder.resolve("work"));
    sandbox = new Sandbox(folder.resolve("state"));
    Path image = RepositoryImage.build(AnchorKind.DEVELOPMENT, folder);
    Files.write(
        work.resolve("approved.json"),
        MeasurementsFile.format(EifImage.read(image).measurements()));
    Files.copy(image, work.resolve(IMAGE));
    Files.writeString(work.resolve("passphrase"), "correct horse\n");
    Files.writeString(
        work.resolve("rebuilders.txt"), operator("alice") + "\n" + operator("bob") + "\n");
    approve("alice");
    approve("bob");
    policy("approved.json");
    Files.writeString(work.resolve("pipeline.sh"), script());
    program();
  }

  @AfterEach
  void end() throws IOException {
    sandbox.close();
  }

  private static String script() throws IOException {
    Matcher matcher = SCRIPT.matcher(Files.readString(DOCUMENT));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /**
   * {@code cosigner} on PATH: this class path, with the distribution that the image is built of.
   */
  private void program() throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("cosigner");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
          '-Dcosigner.home=%s' -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                folder.resolve("distribution"),
                System.getProperty("java.class.path"),
                Cosigner.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private JsonNode done(String... line) {
    Ended ended = sandbox.run(line);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended.json();
  }

  private String file(String name) {
    return work.resolve(name).toString();
  }

  private String operator(String name) {
    return done(
            "operator",
            "create",
            "--output=" + file(name + ".pem"),
            "--passphrase-file=" + file("passphrase"),
            "--json")
        .get("publicKey")
        .asText();
  }

  private void approve(String name) {
    done(
        "release",
        "approve",
        file(IMAGE),
        "--operator-key=" + file(name + ".pem"),
        "--passphrase-file=" + file("passphrase"),
        "--output=" + file(IMAGE + "." + name + ".approval"),
        "--json");
  }

  private void policy(String measurements) {
    done(
        "key-policy",
        "create",
        "--measurements",
        file(measurements),
        "--role=" + ROLE,
        "--administrators",
        ADMINISTRATORS[0],
        ADMINISTRATORS[1],
        "--output=" + file("policy.json"),
        "--json");
  }

  private record Ran(int exit, String err) {}

  private Ran pipeline(String what) throws Exception {
    return pipeline(what, Map.of());
  }

  private Ran pipeline(String what, Map<String, String> more) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "pipeline.sh", what).directory(work.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.putAll(sandbox.environment());
    environment.putAll(
        Map.of(
            "BUILD_OPTIONS", "--development",
            "BACKEND", "process",
            "NAME", "provider-1",
            "ROLE", ROLE,
            "QUORUM", "2"));
    environment.putAll(more);
    Path err = folder.resolve("err");
    Process process =
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(err.toFile()).start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(err));
  }

  /** The gate closes with an exit code, and nothing was launched. */
  private void closes(int gate, ExitCode exit, String message) throws Exception {
    Ran ran = pipeline("launch");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(exit.code());
    assertThat(ran.err())
        .contains("gate " + gate + ": ")
        .doesNotContain("gate " + (gate + 1) + ": ", "launching")
        .contains(message);
    assertThat(sandbox.processes()).isEmpty();
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
  }

  @Test
  void whatWasApprovedIsLaunched() throws Exception {
    Ran gates = pipeline("gates");
    assertThat(gates.exit()).as(gates.err()).isZero();
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
    Ran launched = pipeline("launch");
    assertThat(launched.exit()).as(launched.err()).isZero();
    JsonNode enclaves = sandbox.run("list", "--json").json().get("enclaves");
    assertThat(enclaves).hasSize(1);
    assertThat(enclaves.get(0).get("name").asText()).isEqualTo("provider-1");
  }

  @Test
  void anotherImageIsNotLaunched() throws Exception {
    String approved = Files.readString(work.resolve("approved.json"));
    Matcher digits = Pattern.compile("\"PCR0\"\\s*:\\s*\"[0-9a-f]{96}").matcher(approved);
    assertThat(digits.find()).isTrue();
    Files.writeString(
        work.resolve("approved.json"),
        approved.replace(digits.group(), "\"PCR0\": \"" + "ab".repeat(48)));
    closes(1, ExitCode.CHECK_FAILED, "PCR0");
    Files.delete(work.resolve("approved.json"));
    closes(1, ExitCode.BAD_INPUT, "approved.json");
  }

  @Test
  void anImageThatTooFewRebuiltIsNotLaunched() throws Exception {
    Path approval = work.resolve(IMAGE + ".bob.approval");
    byte[] bytes = Files.readAllBytes(approval);
    Files.delete(approval);
    closes(2, ExitCode.CHECK_FAILED, "not enough rebuilders");
    bytes[bytes.length - 1] ^= 1;
    Files.write(approval, bytes);
    closes(2, ExitCode.CHECK_FAILED, "the signature of");
  }

  @Test
  void aPolicyThatDoesNotBindTheKeyStopsTheLaunch() throws Exception {
    Path policy = work.resolve("policy.json");
    String bound = Files.readString(policy);
    Files.writeString(
        policy,
        bound.replaceFirst(
            "\"Statement\"\\s*:\\s*\\[",
            Matcher.quoteReplacement(
                """
                "Statement": [{"Sid": "Root", "Effect": "Allow",
                 "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                 "Action": "kms:*", "Resource": "*"},\
                """)));
    closes(3, ExitCode.CHECK_FAILED, "gate 3");
    Files.writeString(
        work.resolve("other.json"),
        """
        {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "%1$s", "PCR1": "%1$s",
         "PCR2": "%1$s"}}
        """
            .formatted("cd".repeat(48)));
    Files.delete(policy);
    policy("other.json");
    closes(4, ExitCode.CHECK_FAILED, "the verdict is not the expected one");
  }

  @Test
  void aMachineThatLacksSomethingIsNoPlaceToLaunch() throws Exception {
    Ran ran =
        pipeline(
            "launch",
            Map.of("BACKEND", "qemu", "COSIGNER_QEMU_HOME", folder.resolve("none").toString()));
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitCode.CHECK_FAILED.code());
    assertThat(ran.err()).contains("gate 5: ").doesNotContain("launching");
  }

  /** A production image does not run as a process: the launch itself is the last gate. */
  @Test
  void whatDoesNotProveItselfIsNoSuccess() throws Exception {
    Files.delete(work.resolve(IMAGE));
    Path image = RepositoryImage.build(AnchorKind.AWS, folder);
    Files.copy(image, work.resolve(IMAGE));
    Files.write(
        work.resolve("approved.json"),
        MeasurementsFile.format(EifImage.read(image).measurements()));
    for (String name : List.of("alice", "bob")) {
      Files.delete(work.resolve(IMAGE + "." + name + ".approval"));
      approve(name);
    }
    Files.delete(work.resolve("policy.json"));
    policy("approved.json");
    Ran ran = pipeline("launch", Map.of("BUILD_OPTIONS", ""));
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(ran.err()).contains("launching").contains("production image");
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
  }

  @Test
  void everyExitCodeIsInItsTable() throws Exception {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.matches("\\| \\d+ \\|.*"))
            .toList();
    List<String> expected = new ArrayList<>();
    for (ExitCode code : ExitCode.values()) {
      expected.add("| " + code.code() + " |");
    }
    assertThat(rows.stream().map(row -> row.replaceFirst("(\\| \\d+ \\|).*", "$1")))
        .containsExactlyElementsOf(expected);
  }
}
