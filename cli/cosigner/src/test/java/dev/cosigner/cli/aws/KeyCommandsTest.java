package dev.cosigner.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/** {@code key create}, {@code key-policy apply} and {@code lint --key} against a server. */
@Timeout(120)
class KeyCommandsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/enclave";
  private static final String[] ADMINISTRATORS = {
    "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/b"
  };
  private static MotoServer moto;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    moto = MotoServer.start();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  private static Ended run(String... line) {
    return CommandRun.bare().run(line);
  }

  private static JsonNode fails(ExitCode exit, String id, String... line) {
    Ended ended = run(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.json().get("error").get("id").asText()).isEqualTo(id);
    return ended.json().get("error");
  }

  private String measurements(String digits) throws Exception {
    String pcr = digits.repeat(48);
    return Files.writeString(
            folder.resolve(digits + ".json"),
            """
            {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "%s", "PCR1": "%s",
             "PCR2": "%s"}}
            """
                .formatted(pcr, pcr, pcr))
        .toString();
  }

  /** The policy for images, as {@code key-policy create} makes it. */
  private String policy(String name, String... images) throws Exception {
    String file = folder.resolve(name).toString();
    Ended created =
        run(
            Stream.of(
                    Stream.of("key-policy", "create", "--role", ROLE, "--output", file),
                    Stream.of("--administrators", ADMINISTRATORS[0], ADMINISTRATORS[1]),
                    Stream.of("--measurements"),
                    Stream.of(images))
                .flatMap(part -> part)
                .toArray(String[]::new));
    assertThat(created.exit()).as(created.err()).isEqualTo(ExitCode.DONE);
    return file;
  }

  private String key(String policy) {
    Ended created = run("key", "create", "--region", "eu-central-1", policy, "--yes");
    assertThat(created.exit()).as(created.err()).isEqualTo(ExitCode.DONE);
    return created.out().strip();
  }

  private static KmsClient client() {
    return KmsClient.builder()
        .region(Region.EU_CENTRAL_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  void aKeyHasItsPolicyFromItsFirstMoment() throws Exception {
    String policy = policy("p.json", measurements("0a"));
    String key = key(policy);
    assertThat(key).startsWith("arn:aws:kms:eu-central-1:123456789012:key/");
    try (KmsClient client = client()) {
      assertThat(client.getKeyPolicy(request -> request.keyId(key).policyName("default")).policy())
          .isEqualTo(Files.readString(Path.of(policy)));
      assertThat(client.describeKey(request -> request.keyId(key)).keyMetadata().multiRegion())
          .isFalse();
    }
    assertThat(run("key-policy", "lint", "--key", key).out()).isEqualTo("no mistakes found\n");
  }

  @Test
  void aPolicyWithErrorsMakesNoKey() throws Exception {
    String policy = policy("p.json", measurements("0a"));
    String open = Files.readString(Path.of(policy)).replace("StringEqualsIgnoreCase", "StringLike");
    String file =
        Files.writeString(folder.resolve("open.json"), open.replace("0a".repeat(48), "0a*"))
            .toString();
    JsonNode error =
        fails(
            ExitCode.REFUSED,
            "policy-has-errors",
            "key",
            "create",
            "--region",
            "eu-central-1",
            file,
            "--yes");
    assertThat(error.get("found").asText()).contains("attestation-wildcard");
    fails(ExitCode.USAGE, "invalid-value", "key", "create", "--region", "here", policy, "--yes");
    fails(ExitCode.ENVIRONMENT, "no-terminal", "key", "create", "--region", "eu-central-1", policy);
  }

  @Test
  void aRollOverIsAppliedWhenItNamesWhoGains() throws Exception {
    String old = measurements("0a");
    String fresh = measurements("0b");
    String key = key(policy("one.json", old));
    String both = policy("both.json", old, fresh);

    JsonNode refused =
        fails(
            ExitCode.REFUSED, "policy-loosens", "key-policy", "apply", "--key", key, both, "--yes");
    assertThat(refused.get("found").asText()).startsWith(ROLE + " gains Decrypt, attested with");

    Ended applied =
        run(
            "key-policy",
            "apply",
            "--key",
            key,
            both,
            "--allow-loosening",
            ROLE,
            "--yes",
            "--json");
    assertThat(applied.exit()).as(applied.err()).isEqualTo(ExitCode.DONE);
    assertThat(applied.json().get("changes").get(0).get("change").asText()).isEqualTo("gains");

    Ended ended = run("key-policy", "apply", "--key", key, policy("new.json", fresh), "--yes");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.err()).contains(ROLE + " loses, attested with PCR0 " + "0a".repeat(48));
    try (KmsClient client = client()) {
      assertThat(client.getKeyPolicy(request -> request.keyId(key).policyName("default")).policy())
          .contains("0b".repeat(48))
          .doesNotContain("0a".repeat(48));
    }
  }

  @Test
  void aPolicyThatLocksIsRefusedAndAskingIsNotForgotten() throws Exception {
    String policy = policy("p.json", measurements("0a"));
    String key = key(policy);
    String locked =
        Files.writeString(
                folder.resolve("locked.json"),
                Files.readString(Path.of(policy)).replace("\"kms:PutKeyPolicy\",", ""))
            .toString();
    fails(ExitCode.REFUSED, "policy-locks", "key-policy", "apply", "--key", key, locked, "--yes");
    fails(ExitCode.ENVIRONMENT, "no-terminal", "key-policy", "apply", "--key", key, policy);
    Ended declined =
        CommandRun.bare().answering("no").run("key-policy", "apply", "--key", key, policy);
    assertThat(declined.exit()).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void lintSeesTheGrantsOfAKey() throws Exception {
    String key = key(policy("p.json", measurements("0a")));
    try (KmsClient client = client()) {
      client.createGrant(request ->
          request
              .keyId(key)
              .granteePrincipal("arn:aws:iam::123456789012:role/eve")
              .operations(GrantOperation.DECRYPT)
              .constraints(limits -> limits.encryptionContextSubset(Map.of("a", "b"))));
    }
    Ended lint = run("key-policy", "lint", "--key", key, "--json");
    assertThat(lint.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(lint.json().get("findings").get(0).get("id").asText())
        .isEqualTo("grant-without-attestation");
  }

  @Test
  void aKeyThatDoesNotExistIsSaidSo() throws Exception {
    String none = "arn:aws:kms:eu-central-1:123456789012:key/00000000-0000-0000-0000-000000000000";
    fails(ExitCode.BAD_INPUT, "key-not-found", "key-policy", "lint", "--key", none);
    fails(ExitCode.USAGE, "invalid-value", "key-policy", "lint", "--key", "alias/shares");
    String alias = "arn:aws:kms:eu-central-1:123456789012:alias/shares";
    fails(ExitCode.USAGE, "invalid-value", "key-policy", "lint", "--key", alias);
  }
}
