package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");
  private static final String CHAIN = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";

  @TempDir private Path folder;
  private Path policy;

  @BeforeEach
  void copyTheExample() throws Exception {
    policy = folder.resolve("treasury.json");
    Files.copy(EXAMPLES.resolve("treasury.json"), policy);
    Files.copy(EXAMPLES.resolve("treasury.test.json"), folder.resolve("treasury.test.json"));
  }

  @Test
  void lintFindsNothingToAskOfTheExample() {
    Ended ended = run("policy", "lint", policy.toString(), "--strict", "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("findings")).isEmpty();
    assertThat(ended.json().get("sha256").asText()).matches("[0-9a-f]{64}");
  }

  @Test
  void lintFailsWhereNothingBoundsWhatIsLetGo() throws Exception {
    change(
        "\"eth-limit\",\n      \"effects\": [\"transfer\"]",
        "\"eth-limit\",\n      \"effects\": [\"memo\"]");
    Ended ended = run("policy", "lint", policy.toString(), "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    JsonNode finding = ended.json().get("findings").get(0);
    assertThat(finding.get("id").asText()).isEqualTo("unbounded");
    assertThat(finding.get("rule").asText()).isEqualTo("pay-exchanges");
  }

  @Test
  void lintAsksAboutWhatIsGraveAndFailsIfStrict() throws Exception {
    change("\"effects\": [\"memo\"]", "\"effects\": [\"memo\", \"raw-digest\"]");
    Ended ended = run("policy", "lint", policy.toString());
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("grave-effect").contains("permits raw-digest");
    assertThat(run("policy", "lint", policy.toString(), "--strict").exit())
        .isEqualTo(ExitCode.CHECK_FAILED);
  }

  @Test
  void testHoldsAPolicyToTheFilesBesideIt() {
    Ended ended = run("policy", "test", policy.toString());
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("10 of 10 tests passed");
  }

  @Test
  void testFailsWhereThePolicyDecidesOtherwise() throws Exception {
    change("\"perTransaction\": \"500\"", "\"perTransaction\": \"501\"");
    Ended ended = run("policy", "test", policy.toString(), "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.json().get("failed").asInt()).isEqualTo(1);
    assertThat(run("policy", "test", policy.toString()).out())
        .contains("FAILED")
        .contains("expected refuse OVER_TRANSACTION_LIMIT by sol-limit, found allow");
  }

  @Test
  void testWantsTestsAndReadsThemStrictly() throws Exception {
    Path tests = folder.resolve("treasury.test.json");
    Files.writeString(tests, Files.readString(tests).replace("\"expect\"", "\"expected\""));
    Ended malformed = run("policy", "test", policy.toString(), "--json");
    assertThat(malformed.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error(malformed)).isEqualTo("policy-test-malformed");
    Files.writeString(tests, "{\"version\": 1, \"tests\": []}");
    assertThat(run("policy", "test", policy.toString()).exit()).isEqualTo(ExitCode.BAD_INPUT);
    Files.delete(tests);
    Ended missing = run("policy", "test", policy.toString(), "--json");
    assertThat(missing.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(error(missing)).isEqualTo("policy-tests-missing");
  }

  @Test
  void explainSaysEveryRuleInASentence() {
    Ended ended = run("policy", "explain", policy.toString());
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out())
        .contains("permits transfer to the lists exchanges on eip155:1, " + CHAIN)
        .contains("on Mon, Tue, Wed, Thu, Fri from 07:00 until 19:00 UTC")
        .contains("at most 1200.000000000 SOL in 1d of one wallet")
        .contains(
            "asks for 2 approvals of group board for transfer of more than 100.000000000 SOL");
  }

  @Test
  void explainSaysWhatStandsAgainstATransaction() throws Exception {
    Path payment = folder.resolve("payment.txt");
    Files.writeString(payment, bytesOf("pays nobody else"));
    Ended ended =
        run(
            "policy",
            "explain",
            policy.toString(),
            "--tx",
            payment.toString(),
            "--from",
            "base64",
            "--chain",
            CHAIN,
            "--time",
            "2026-11-24T12:00:00Z",
            "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("decision").asText()).isEqualTo("refuse");
    assertThat(ended.json().get("reason").asText()).isEqualTo("OTHER_DESTINATION");
    assertThat(ended.json().get("effects").get(1).get("effect").asText()).isEqualTo("transfer");
  }

  @Test
  void simulateCountsWhatItAllowed() {
    Ended ended =
        run(
            "policy",
            "simulate",
            policy.toString(),
            EXAMPLES.resolve("november.json").toString(),
            "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("transactions").findValuesAsText("decision"))
        .containsExactly("allow", "allow", "allow", "refuse", "refuse", "allow");
  }

  @Test
  void schemaPrintsBothSchemas() {
    assertThat(run("policy", "schema").json().get("title").asText()).contains("Policy");
    assertThat(run("policy", "schema", "--tests").json().get("title").asText()).contains("Tests");
  }

  private String bytesOf(String test) throws Exception {
    JsonNode tests =
        dev.cosigner.eif.StrictJson.parse(
            Files.readAllBytes(EXAMPLES.resolve("treasury.test.json")));
    for (JsonNode one : tests.get("tests")) {
      if (one.get("name").asText().equals(test)) {
        return one.get("transaction").get("bytes").asText();
      }
    }
    throw new AssertionError("no test " + test);
  }

  /** The ABI beside a policy is part of it: another one is refused, whatever else it says. */
  @Test
  void bindsAbisByTheirHash() throws Exception {
    Path vault = folder.resolve("vault.json");
    Path abi = folder.resolve("vault.abi.json");
    Files.copy(EXAMPLES.resolve("vault.json"), vault);
    Files.copy(EXAMPLES.resolve("vault.abi.json"), abi);
    Files.copy(EXAMPLES.resolve("vault.test.json"), folder.resolve("vault.test.json"));
    assertThat(run("policy", "lint", vault.toString(), "--strict").exit()).isEqualTo(ExitCode.DONE);
    assertThat(run("policy", "test", vault.toString()).out()).contains("3 of 3 tests passed");
    Ended printed = run("policy", "abi", abi.toString(), "--json");
    assertThat(Files.readString(vault)).contains(printed.json().get("hash").asText());
    assertThat(printed.json().get("functions").get(0).asText())
        .isEqualTo("deposit(address asset,uint256 amount)");
    assertThat(run("policy", "abi", abi.toString()).out())
        .contains("withdraw(address asset,uint256 amount)");

    // The same functions in other words are the same ABI.
    String json = Files.readString(abi);
    String lint = run("policy", "lint", vault.toString()).out();
    Files.writeString(abi, json.replace("balanceOf", "balance"));
    assertThat(run("policy", "lint", vault.toString()).out()).isEqualTo(lint);

    // A name that shows an approver something else is not.
    Files.writeString(abi, json.replace("\"amount\"", "\"shares\""));
    Ended other = run("policy", "test", vault.toString(), "--json");
    assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(other.json().get("error").get("id").asText()).isEqualTo("abi-differs");

    Files.writeString(abi, "{}");
    Ended none = run("policy", "lint", vault.toString(), "--json");
    assertThat(none.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.json().get("error").get("id").asText()).isEqualTo("abi-malformed");

    Files.writeString(abi, json);
    Files.writeString(
        vault, Files.readString(vault).replace("\"vault.abi.json\"", "\"../vault.abi.json\""));
    assertThat(run("policy", "lint", vault.toString(), "--json").json().get("error").toString())
        .contains("policy-malformed")
        .contains("abis.");
  }

  /** Rules that no effect ever meets, each by a part that its author mistook. */
  @Test
  void lintFindsRulesThatTakeNothingAway() throws Exception {
    String sanctions = "\"name\": \"sanctions\",";
    never(sanctions, sanctions + " \"methods\": [\"f()\"],", "sanctions", "names methods");
    never(
        sanctions,
        sanctions + " \"assets\": [\"eip155:1/native\"],",
        "sanctions",
        "contract-call have not");
    never(
        sanctions,
        sanctions + " \"chains\": [\"" + CHAIN + "\"],",
        "sanctions",
        "no address of its chains");
    String pace = "\"name\": \"pace\",";
    never(
        pace,
        pace + " \"chains\": [\"eip155:1\"], \"assets\": [\"eip155:5/native\"],",
        "pace",
        "and not its chain");
    never(
        pace,
        pace
            + " \"chains\": [\"eip155:1\"], \"wallets\":"
            + " [\"4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi\"],",
        "pace",
        "of none of its chains");
    String limit = "\"name\": \"usdc-limit\",";
    never(limit, limit + " \"chains\": [\"eip155:10\"],", "usdc-limit", "outside its scope");
    never("\"unit\": \"gas\"", "\"unit\": \"vbyte\"", "ethereum-fee", "sells gas");
    never(
        "\"name\": \"memos\",\n      \"effects\": [\"memo\"],",
        "\"name\": \"memos\",\n      \"effects\": [\"contract-call\"],"
            + " \"methods\": [\"pay(address to)\"],",
        "memos",
        "names the method pay(address to)");
  }

  private void never(String part, String other, String rule, String text) throws Exception {
    String before = Files.readString(policy);
    change(part, other);
    Ended ended = run("policy", "lint", policy.toString(), "--json");
    JsonNode found = null;
    for (JsonNode finding : ended.json().get("findings")) {
      if (finding.get("id").asText().equals("never-met")) {
        found = finding;
      }
    }
    assertThat(found).as(ended.json().toString()).isNotNull();
    assertThat(found.get("rule").asText()).isEqualTo(rule);
    assertThat(found.get("text").asText()).contains(text);
    boolean grants = rule.equals("memos") || rule.equals("ethereum-fee");
    assertThat(found.get("grave").asBoolean()).isEqualTo(!grants);
    Files.writeString(policy, before);
  }

  private void change(String part, String other) throws Exception {
    String json = Files.readString(policy);
    assertThat(json).contains(part);
    Files.writeString(policy, json.replace(part, other));
  }

  private static String error(Ended ended) {
    return ended.json().get("error").get("id").asText();
  }

  private static Ended run(String... args) {
    return CommandRun.bare().run(args);
  }
}
