package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.attestation.SignedDocument;
import dev.cosigner.cli.launch.TestImage;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts: what they hold, what goes before them, and what they refuse. */
class ContextCommandTest {
  private static final Path AWS_DOCUMENT =
      Path.of("src/test/resources/dev/cosigner/cli/command/attestation-of-aws.b64");
  private static final String AWS_TIME = "2026-02-06T08:24:30Z";

  @TempDir private Path folder;
  private Path state;
  private String developmentRoot;
  private SignedDocument signer;

  @BeforeEach
  void makeRoot() throws Exception {
    state = folder.resolve("state");
    signer = new SignedDocument();
    developmentRoot = Files.write(folder.resolve("root.der"), signer.root()).toString();
  }

  private CommandRun cosigner() {
    return CommandRun.withState(state);
  }

  private Ended done(String... line) {
    Ended ended = cosigner().run(line);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended;
  }

  private JsonNode fails(ExitCode exit, String id, String... line) {
    return fails(cosigner(), exit, id, line);
  }

  private static JsonNode fails(CommandRun run, ExitCode exit, String id, String... line) {
    Ended ended =
        run.run(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo(id);
    return ended.json().get("error");
  }

  private void write(String file, String json) throws IOException {
    Path path = state.resolve(file);
    Files.createDirectories(
        path.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(path, json);
  }

  private static JsonNode setting(JsonNode explained, String name) {
    for (JsonNode setting : explained.get("settings")) {
      if (setting.get("setting").asText().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError("no " + name + " in " + explained);
  }

  private String verifyDevelopment(String... options) throws Exception {
    PcrValue pcr = PcrValue.ofHex("ab".repeat(48));
    Path document =
        Files.write(folder.resolve("document"), signer.of(Map.of(0, pcr, 1, pcr, 2, pcr), null));
    Ended ended =
        cosigner()
            .run(
                Stream.concat(
                        Stream.of(
                            "verify-attestation",
                            document.toString(),
                            "--at",
                            SignedDocument.NOW.toString(),
                            "--json"),
                        Stream.of(options))
                    .toArray(String[]::new));
    return ended.exit() == ExitCode.DONE
        ? ended.json().get("root").asText()
        : ended.json().at("/error/id").asText();
  }

  @Test
  void aContextIsMadeChosenAndShown() {
    assertThat(done("context", "list").out()).isEqualTo("no contexts\n");
    done(
        "context",
        "create",
        "treasury",
        "--kind=production",
        "--host=h1",
        "--aws-region=eu-central-1",
        "--trust-root=aws");
    done("context", "create", "trial", "--kind=development");
    fails(ExitCode.BAD_INPUT, "no-context", "context", "show");
    done("context", "use", "treasury");
    assertThat(done("context", "list").out())
        .contains("*  treasury  production   h1    eu-central-1")
        .contains("   trial     development");
    JsonNode shown = done("context", "show", "--json").json();
    assertThat(shown.get("name").asText()).isEqualTo("treasury");
    assertThat(shown.get("trust-root").asText()).isEqualTo("aws");
    assertThat(shown.get("operator-key").isNull()).isTrue();
    assertThat(done("context", "show", "trial").out()).contains("kind", "development");
    assertThat(
            cosigner()
                .environment("COSIGNER_CONTEXT", "trial")
                .run("context", "show", "--json")
                .json()
                .get("name")
                .asText())
        .isEqualTo("trial");
    done("context", "use", "--none");
    fails(ExitCode.BAD_INPUT, "no-context", "context", "show");
  }

  @Test
  void whatIsNoContextIsRefused() throws Exception {
    fails(ExitCode.BAD_INPUT, "unknown-context", "context", "use", "nothing");
    fails(ExitCode.BAD_INPUT, "unknown-context", "context", "show", "../wallets");
    fails(ExitCode.USAGE, "invalid-value", "context", "create", "a/b", "--kind=production");
    fails(ExitCode.USAGE, "invalid-value", "context", "create", "a", "--kind=test");
    for (String wrong :
        List.of("--measurements=m.json", "--operator-key=~/a.pem", "--host=a b", "--aws-region=")) {
      fails(ExitCode.USAGE, "invalid-value", "context", "create", "a", "--kind=production", wrong);
    }
    done("context", "create", "a", "--kind=production");
    fails(ExitCode.BAD_INPUT, "context-exists", "context", "create", "a", "--kind=production");
    for (String json :
        List.of(
            "",
            "[]",
            "{}",
            "{\"kind\": \"aws\"}",
            "{\"kind\": \"production\", \"kind\": \"production\"}",
            "{\"kind\": \"production\", \"aws-secret\": \"x\"}",
            "{\"kind\": \"production\", \"host\": 1}",
            "{\"kind\": \"production\", \"operator-key\": \"a.pem\"}",
            "{\"kind\": \"production\", \"host\": \"\\u001b[31m\"}",
            "{\"kind\": \"production\"} {}")) {
      write("contexts/a.json", json);
      assertThat(fails(ExitCode.BAD_INPUT, "context-malformed", "context", "use", "a"))
          .as(json)
          .isNotNull();
    }
    write("contexts/a.json", " ".repeat(17 * 1024));
    assertThat(cosigner().run("context", "use", "a").exit()).isEqualTo(ExitCode.ENVIRONMENT);
    write("context", "gone\n");
    assertThat(fails(ExitCode.BAD_INPUT, "unknown-context", "config", "explain").get("hint"))
        .isNotNull();
    Files.delete(state.resolve("contexts/a.json"));
    assertThat(done("context", "list").out()).isEqualTo("no contexts\n");
    fails(
        CommandRun.bare().environment("COSIGNER_CONTEXT", "a"),
        ExitCode.BAD_INPUT,
        "unknown-context",
        "config",
        "explain");
  }

  @Test
  void eachSettingIsExplained() throws Exception {
    done(
        "context",
        "create",
        "treasury",
        "--kind=production",
        "--aws-region=eu-central-1",
        "--aws-profile=treasury");
    write("settings.json", "{\"aws-region\": \"us-east-1\", \"host\": \"h0\"}");
    JsonNode without = done("config", "explain", "--json").json();
    assertThat(without.get("context").isNull()).isTrue();
    assertThat(setting(without, "aws-region").get("source").asText()).isEqualTo("settings.json");
    done("context", "use", "treasury");
    JsonNode explained =
        cosigner().environment("AWS_PROFILE", "mine").run("config", "explain", "--json").json();
    assertThat(explained.get("kind").asText()).isEqualTo("production");
    assertThat(setting(explained, "host").get("source").asText()).isEqualTo("settings.json");
    JsonNode region = setting(explained, "aws-region");
    assertThat(region.get("value").asText()).isEqualTo("eu-central-1");
    assertThat(region.get("source").asText()).isEqualTo("context treasury");
    assertThat(region.get("overridden").get(0).asText()).isEqualTo("us-east-1 (settings.json)");
    JsonNode profile = setting(explained, "aws-profile");
    assertThat(profile.get("value").asText()).isEqualTo("mine");
    assertThat(profile.get("source").asText()).isEqualTo("environment AWS_PROFILE");
    assertThat(setting(explained, "operator-key").get("value").isNull()).isTrue();
    assertThat(done("config", "explain").out())
        .startsWith("context treasury, for production\n")
        .contains("aws-region", "context treasury", "us-east-1 (settings.json)", "not said");
    write("settings.json", "{\"kind\": \"production\"}");
    fails(ExitCode.BAD_INPUT, "context-malformed", "config", "explain");
  }

  @Test
  void aContextTellsWhichRootIsTrusted() throws Exception {
    assertThat(verifyDevelopment()).isEqualTo("attestation-root");
    done("context", "create", "trial", "--kind=development", "--trust-root=" + developmentRoot);
    done("context", "use", "trial");
    assertThat(verifyDevelopment()).startsWith("development root ");
    Path measurements =
        Files.writeString(
            folder.resolve("m.json"),
            """
            {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "%1$s", "PCR1": "%1$s",
             "PCR2": "%1$s"}}
            """
                .formatted("cd".repeat(48)));
    write("settings.json", "{\"measurements\": \"%s\"}".formatted(measurements));
    assertThat(verifyDevelopment()).isEqualTo("measurements-differ");
    assertThat(verifyDevelopment("--pcr", "0=" + "ab".repeat(48))).startsWith("development root ");
  }

  /** The kinds never mix, whoever names the root: exit code 5. */
  @Test
  void aContextRefusesWhatIsForTheOtherKind() throws Exception {
    String[] aws = {"verify-attestation", AWS_DOCUMENT.toString(), "--at", AWS_TIME};
    done("context", "create", "trial", "--kind=development");
    done("context", "create", "treasury", "--kind=production");
    done("context", "use", "trial");
    fails(ExitCode.REFUSED, "context-kind", aws);
    fails(
        ExitCode.REFUSED,
        "context-kind",
        Stream.concat(Stream.of(aws), Stream.of("--trust-root", "aws")).toArray(String[]::new));
    done("context", "use", "treasury");
    assertThat(done(aws).out()).contains("under the aws root");
    assertThat(verifyDevelopment("--trust-root", developmentRoot)).isEqualTo("context-kind");
    fails(
        cosigner().environment("COSIGNER_TRUST_ROOT", developmentRoot),
        ExitCode.REFUSED,
        "context-kind",
        aws);
    fails(
        ExitCode.REFUSED,
        "context-kind",
        "context",
        "create",
        "mixed",
        "--kind=production",
        "--trust-root=" + developmentRoot);
    write("contexts/mixed.json", "{\"kind\": \"development\", \"trust-root\": \"aws\"}");
    done("context", "use", "mixed");
    fails(ExitCode.REFUSED, "context-kind", aws);
    fails(ExitCode.REFUSED, "context-kind", "wallet", "list");
  }

  @Test
  void aProductionContextLaunchesNoDevelopmentImage() throws Exception {
    String image = TestImage.write(folder.resolve("image.eif"), "development", "exit 1").toString();
    done("context", "create", "treasury", "--kind=production");
    done("context", "use", "treasury");
    JsonNode error =
        fails(ExitCode.REFUSED, "context-kind", "launch", "--backend", "process", image);
    assertThat(error.get("message").asText()).contains("is for development");
    assertThat(done("list").out()).isEqualTo("no enclaves\n");
  }

  @Test
  void theOperatorsKeyAndTheRegionAreTheContexts() throws Exception {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\n");
    Path key = folder.resolve("alice.pem");
    done("operator", "create", "--output=" + key, "--passphrase-file=" + passphrase);
    Path image = folder.resolve("image.eif");
    TestImage.write(image, "development", "exit 1");
    String[] approve = {"release", "approve", image.toString(), "--passphrase-file=" + passphrase};
    fails(ExitCode.USAGE, "missing-argument", approve);
    Path policy = Files.writeString(folder.resolve("policy.json"), "{}");
    fails(ExitCode.USAGE, "missing-argument", "key", "create", policy.toString());
    done(
        "context",
        "create",
        "trial",
        "--kind=development",
        "--operator-key=" + key,
        "--aws-region=eu-central-1");
    done("context", "use", "trial");
    done(approve);
    fails(ExitCode.BAD_INPUT, "policy-malformed", "key", "create", policy.toString());
  }
}
