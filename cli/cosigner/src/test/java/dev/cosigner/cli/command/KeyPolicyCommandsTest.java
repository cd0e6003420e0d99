package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cosigner key-policy} as an operator uses it, with right and wrong input. */
class KeyPolicyCommandsTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/cosigner";
  private static final String ADMIN = "arn:aws:iam::111122223333:role/key-admin";
  private static final String PCR = "0a".repeat(48);
  private static final String BOUND =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "Use", "Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:Decrypt",
         "Resource": "*", "Condition": {"StringEquals": {
           "kms:RecipientAttestation:ImageSha384": "%s", "kms:EncryptionContext:wallet": "w"}}},
        {"Sid": "Administer", "Effect": "Allow", "Principal": {"AWS": "%s"},
         "Action": ["kms:PutKeyPolicy"], "Resource": "*"}]}
      """
          .formatted(ROLE, PCR, ADMIN);

  @TempDir private Path folder;

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private String measurements(String name, String pcr) throws IOException {
    return file(
        name,
        """
        {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "%s", "PCR1": "%s",
         "PCR2": "%s"}}
        """
            .formatted(pcr, pcr, pcr));
  }

  private static Ended run(String... line) {
    return CommandRun.bare().run(line);
  }

  private static JsonNode fails(ExitCode exit, String id, String... line) {
    Ended ended = run(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    JsonNode error = ended.json().get("error");
    assertThat(error.get("id").asText()).isEqualTo(id);
    return error;
  }

  private Ended simulate(String... more) throws IOException {
    Stream<String> line =
        Stream.concat(
            Stream.of("key-policy", "simulate", "--policy", file("p.json", BOUND)),
            Stream.of(more));
    return run(line.toArray(String[]::new));
  }

  @Test
  void simulateSaysWhatDecides() throws Exception {
    String m = measurements("m.json", PCR);
    Ended attested =
        simulate(
            "--principal",
            ROLE,
            "--action",
            "Decrypt",
            "--measurements",
            m,
            "--context",
            "wallet=w",
            "--json");
    assertThat(attested.json().get("verdict").asText()).isEqualTo("allowed");
    assertThat(attested.json().get("sid").asText()).isEqualTo("Use");
    Ended unattested = simulate("--principal", ROLE, "--action", "kms:decrypt");
    assertThat(unattested.out()).isEqualTo("Verdict  denied\nBecause  no statement allows it\n");
    Ended register =
        simulate(
            "--principal",
            ROLE,
            "--action",
            "Decrypt",
            "--register",
            "0=" + PCR,
            "--context",
            "wallet=w",
            "--expect",
            "allowed");
    assertThat(register.exit()).isEqualTo(ExitCode.DONE);
    Ended warned = simulate("--principal", ADMIN, "--action", "PutKeyPolicy", "--measurements", m);
    assertThat(warned.out()).startsWith("Verdict  allowed\n");
    assertThat(warned.err()).contains("warning: requests for PutKeyPolicy never carry");
  }

  @Test
  void simulateRefusesWrongInput() throws Exception {
    String p = file("p.json", BOUND);
    String[] line = {"key-policy", "simulate", "--policy", p, "--principal", ROLE, "--action"};
    fails(ExitCode.USAGE, "invalid-value", with(line, "Fly"));
    fails(ExitCode.USAGE, "invalid-value", with(line, "GenerateRandom"));
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt", "--context", "wallet"));
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt", "--register", "32=" + PCR));
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt", "--expect", "maybe"));
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt", "--key", "arn:aws:s3:::b"));
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt", "--condition-key", "=x"));
    fails(ExitCode.CHECK_FAILED, "verdict-differs", with(line, "Decrypt", "--expect", "allowed"));
    String none = folder.resolve("none.json").toString();
    fails(ExitCode.BAD_INPUT, "file-not-found", with(line, "Decrypt", "--grants", none));
    String bad = file("bad.json", "{}");
    fails(ExitCode.BAD_INPUT, "grants-malformed", with(line, "Decrypt", "--grants", bad));
    fails(
        ExitCode.BAD_INPUT, "measurements-malformed", with(line, "Decrypt", "--measurements", bad));
    fails(ExitCode.BAD_INPUT, "attestation-malformed", with(line, "Decrypt", "--attestation", bad));
    line[3] = bad;
    fails(ExitCode.BAD_INPUT, "policy-malformed", with(line, "Decrypt"));
    line[5] = "role/cosigner";
    fails(ExitCode.USAGE, "invalid-value", with(line, "Decrypt"));
  }

  private static String[] with(String[] line, String... more) {
    return Stream.concat(Stream.of(line), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void diffSaysWhoGainsAndWhoLoses() throws Exception {
    String a = file("a.json", BOUND);
    String b =
        file("b.json", BOUND.replaceAll("(?s)\"Condition\": \\{.*?}}}", "\"Condition\": {}}"));
    assertThat(run("key-policy", "diff", a, b).out())
        .isEqualTo(ROLE + " gains, without attestation: Decrypt\n");
    assertThat(run("key-policy", "diff", b, a).out())
        .isEqualTo(ROLE + " loses, without attestation: Decrypt\n");
    assertThat(run("key-policy", "diff", a, a).out()).isEqualTo("nobody gains or loses anything\n");
    JsonNode change = run("key-policy", "diff", a, b, "--json").json().get("changes").get(0);
    assertThat(change.get("action").asText()).isEqualTo("kms:Decrypt");
    assertThat(change.get("after").asText()).isEqualTo("allowed");
    fails(ExitCode.USAGE, "invalid-value", "key-policy", "diff", a, b, "--account", "1");
  }
}
