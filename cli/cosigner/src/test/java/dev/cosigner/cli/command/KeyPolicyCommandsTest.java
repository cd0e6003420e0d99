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

  private static String[] create(String... more) {
    return with(
        new String[] {"key-policy", "create", "--role", ROLE, "--administrators", ADMIN}, more);
  }

  @Test
  void createPrintsThePolicyAndTheIamStatementBeside() throws Exception {
    String m = measurements("m.json", PCR);
    Ended created = run(create("--measurements", m));
    assertThat(created.exit()).isEqualTo(ExitCode.DONE);
    assertThat(created.json().get("Statement").get(1).get("Sid").asText())
        .isEqualTo("UseFromImage0a0a0a0a0a0a0a0a");
    assertThat(created.err()).contains("GenerateRandom belongs to no key").contains(PCR);
    JsonNode json = run(create("--measurements", m, "--json")).json();
    assertThat(json.get("policy")).isEqualTo(created.json());
    assertThat(json.get("iamPolicy").get("Statement").get(0).get("Action").asText())
        .isEqualTo("kms:GenerateRandom");
    String file = folder.resolve("made.json").toString();
    run(create("--measurements", m, "--context", "wallet=w", "--output", file));
    assertThat(run("key-policy", "lint", file).exit()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(Path.of(file)))
        .contains("\"kms:EncryptionContext:wallet\": \"w\"")
        .doesNotContain("Null");
  }

  @Test
  void aRollOverHasBothImagesUntilOneIsRetired() throws Exception {
    String old = measurements("old.json", PCR);
    String fresh = measurements("new.json", "0b".repeat(48));
    JsonNode both = run(create("--measurements", old, fresh)).json().get("Statement");
    assertThat(both).hasSize(3);
    JsonNode ended = run(create("--measurements", old, fresh, "--retire", old)).json();
    assertThat(ended.get("Statement")).hasSize(3);
    assertThat(ended.get("Statement").get(1).get("Sid").asText())
        .isEqualTo("UseFromImage0b0b0b0b0b0b0b0b");
    assertThat(ended.get("Statement").get(2).get("Effect").asText()).isEqualTo("Deny");
  }

  @Test
  void createBindsFurtherRegisters() throws Exception {
    String m = measurements("m.json", PCR);
    JsonNode keys =
        run(create("--measurements", m, "--pcr", "0,2", "--pcr3-role", ROLE))
            .json()
            .at("/Statement/1/Condition/StringEqualsIgnoreCase");
    assertThat(keys.properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactly(
            "kms:RecipientAttestation:ImageSha384",
            "kms:RecipientAttestation:PCR2",
            "kms:RecipientAttestation:PCR3");
    assertThat(
            run(create(
                    "--measurements", m, "--pcr3-role", "arn:aws:iam::123456789012:role/Webserver"))
                .out())
        .contains("78fce75db17cd4e0a3fb8dad3ad128ca5e77edbb2b2c7f75329dccd99aa5f6ef");
  }

  @Test
  void createRefusesWhatDoesNotBind() throws Exception {
    String m = measurements("m.json", PCR);
    String zeros = measurements("zeros.json", "00".repeat(48));
    fails(ExitCode.REFUSED, "debug-measurements", create("--measurements", zeros));
    fails(ExitCode.REFUSED, "image-not-bound", create());
    fails(ExitCode.REFUSED, "image-not-bound", create("--measurements", m, "--retire", m));
    fails(ExitCode.USAGE, "registers-not-enough", create("--measurements", m, "--pcr", "1"));
    fails(ExitCode.USAGE, "registers-not-enough", create("--measurements", m, "--pcr", "0,4"));
    String none = file("none.pem", "no certificate");
    fails(
        ExitCode.BAD_INPUT, "certificate-malformed", create("--pcr8", none, "--allow-any-signed"));
    fails(ExitCode.REFUSED, "image-not-bound", create("--pcr8", none));
    fails(ExitCode.USAGE, "invalid-value", create("--measurements", m, "--pcr3-role", ADMIN + "*"));
    fails(ExitCode.USAGE, "invalid-value", create("--measurements", m, "--context", "w"));
    String[] line = create("--measurements", m);
    line[5] = ROLE;
    fails(ExitCode.REFUSED, "user-administers", line);
    line[5] = "arn:aws:iam::111122223333:root";
    fails(ExitCode.REFUSED, "administrator-not-named", line);
    line[5] = "arn:aws:iam::444455556666:user/eve";
    fails(ExitCode.REFUSED, "administrator-elsewhere", line);
    line[3] = ADMIN.replace("role/", "user/");
    fails(ExitCode.USAGE, "invalid-value", line);
    String missing = folder.resolve("no/p.json").toString();
    fails(
        ExitCode.ENVIRONMENT,
        "output-not-writable",
        create("--measurements", m, "--output", missing));
  }

  @Test
  void lintExitsByWhatItFinds() throws Exception {
    String open =
        file("open.json", BOUND.replaceAll("(?s)\"Condition\": \\{.*?}}}", "\"Condition\": {}}"));
    Ended text = run("key-policy", "lint", open);
    assertThat(text.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(text.out())
        .startsWith(
            "error: plaintext is given without attestation [unattested-use], statement 'Use'\n"
                + "  found: Decrypt by "
                + ROLE
                + "\n  why: ");
    JsonNode finding = run("key-policy", "lint", open, "--json").json().get("findings").get(0);
    assertThat(finding.get("id").asText()).isEqualTo("unattested-use");
    assertThat(finding.get("sid").asText()).isEqualTo("Use");
    assertThat(finding.get("mend").asText()).isNotEmpty();
    for (String[] line :
        new String[][] {
          {"key-policy", "lint", open, "--sarif"}, {"key-policy", "lint", open, "--sarif", "--json"}
        }) {
      JsonNode sarif = run(line).json();
      assertThat(sarif.get("version").asText()).isEqualTo("2.1.0");
      assertThat(sarif.at("/runs/0/results/0/ruleId").asText()).isEqualTo("unattested-use");
      assertThat(sarif.at("/runs/0/tool/driver/rules/0/id").asText()).isEqualTo("unattested-use");
    }
    String noted = file("noted.json", BOUND);
    Ended notes = run("key-policy", "lint", noted);
    assertThat(notes.exit()).isEqualTo(ExitCode.DONE);
    assertThat(notes.out()).startsWith("note: ");
    fails(ExitCode.BAD_INPUT, "policy-malformed", "key-policy", "lint", file("x.json", "[]"));
  }

  @Test
  void explainSpeaksPlainly() throws Exception {
    String p = file("p.json", BOUND);
    assertThat(run("key-policy", "explain", p).out())
        .isEqualTo(
            """
            Statement 'Use': %s may Decrypt, if the enclave's PCR0 is %s, and the encryption context's 'wallet' is w.
            Statement 'Administer': %s may PutKeyPolicy.

            Without attestation the key can be used by nobody.

            The policy could be changed or gone around by:
              %s: PutKeyPolicy
            """
                .formatted(ROLE, PCR, ADMIN, ADMIN));
    assertThat(run("key-policy", "explain", p, "--json").json().get("unattestedUse")).isEmpty();
  }
}
