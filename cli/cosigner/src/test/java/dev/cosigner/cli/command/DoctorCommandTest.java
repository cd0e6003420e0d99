package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final String SECRET = "a-secret-that-is-never-shown";

  @TempDir private Path folder;
  private final Map<String, String> before = new TreeMap<>();

  /** The AWS SDK reads Java's properties beside the environment. */
  private void set(String property, String value) {
    before.put(property, System.getProperty(property, ""));
    System.setProperty(property, value);
  }

  @BeforeEach
  void keepTheSdkFromThisMachinesSettings() {
    set("aws.sharedCredentialsFile", folder.resolve("none").toString());
    set("aws.configFile", folder.resolve("none").toString());
    set("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void restore() {
    before.forEach((property, value) -> {
      if (value.isEmpty()) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, value);
      }
    });
  }

  private Ended doctor(String... purposes) {
    String[] line = new String[purposes.length + 1];
    line[0] = "doctor";
    System.arraycopy(purposes, 0, line, 1, purposes.length);
    return CommandRun.withState(folder).run(line);
  }

  private static JsonNode check(JsonNode document, String id) {
    for (JsonNode check : document.get("checks")) {
      if (check.get("id").asText().equals(id)) {
        return check;
      }
    }
    throw new AssertionError("no check " + id + " in " + document);
  }

  @Test
  void whatWasAskedForAndLacksFails() {
    Ended ended = doctor("nitro", "--json");
    JsonNode device = check(ended.json(), "device");
    if (device.get("state").asText().equals("missing")) {
      assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
      assertThat(ended.json().at("/ready/nitro").asBoolean()).isFalse();
      assertThat(device.get("remedy").asText()).contains("EnclaveOptions");
    }
    assertThat(ended.json().get("ready")).hasSize(1);
  }

  @Test
  void withoutAPurposeAllIsToldAndNothingFails() {
    Ended ended = doctor();
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out())
        .contains("FOR    CHECK", "jdk", "qemu-machine", "hugepages", "aws-credentials")
        .containsPattern("build: (not )?ready\nqemu: (not )?ready\nnitro: (not )?ready\nkms: ");
  }

  @Test
  void credentialsAreFoundAndNeverShown() {
    assertThat(check(doctor("kms", "--json").json(), "aws-credentials").get("found").asText())
        .isEqualTo("none");
    set("aws.accessKeyId", "AKIAEXAMPLE");
    set("aws.secretAccessKey", SECRET);
    set("aws.region", "eu-central-1");
    Ended ended = doctor("kms", "--json");
    assertThat(check(ended.json(), "aws-credentials").get("found").asText())
        .isEqualTo("Java's system properties");
    assertThat(check(ended.json(), "aws-region").get("found").asText()).isEqualTo("eu-central-1");
    assertThat(check(ended.json(), "all").get("state").asText()).isEqualTo("not needed");
    assertThat(ended.out() + ended.err() + doctor("kms").out())
        .doesNotContain(SECRET, "AKIAEXAMPLE");
  }

  @Test
  void anUnknownPurposeIsRefused() {
    Ended ended = doctor("sgx", "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.json().at("/error/expected").asText()).contains("build, qemu, nitro or kms");
  }
}
