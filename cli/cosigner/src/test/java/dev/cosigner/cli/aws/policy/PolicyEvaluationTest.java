package dev.cosigner.cli.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What KMS decides, rule by rule, and against an independent evaluation. */
class PolicyEvaluationTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/enclave";
  private static final String SESSION = "arn:aws:sts::111122223333:assumed-role/enclave/i-0123";
  private static final String GRANTS =
      """
      {"Grants": [{
        "GrantId": "g1",
        "GranteePrincipal": "arn:aws:iam::111122223333:role/enclave",
        "RetiringPrincipal": "arn:aws:iam::111122223333:user/bob",
        "Operations": ["Decrypt", "DescribeKey"],
        "Constraints": {"EncryptionContextSubset": {"wallet": "treasury"}}
      }]}
      """;

  private static KeyPolicy policy(String statements) throws MalformedPolicyException {
    String json = "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    return KeyPolicyReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String allow(String principal, String action, String more) {
    return "{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"%s\"}, \"Action\": \"%s\"%s}"
        .formatted(principal, action, more);
  }

  private static final String KEY = ", \"Resource\": \"*\"";

  private static Request request(String caller, KmsAction action) {
    return Request.of(
        Caller.parse(caller).orElseThrow(),
        action,
        Optional.of("111122223333"),
        RequestContext.empty());
  }

  private static Outcome decide(String statements, String caller, KmsAction action)
      throws MalformedPolicyException {
    return new PolicyEvaluation(policy(statements), List.of())
        .decide(request(caller, action))
        .outcome();
  }

  @Test
  void aRoleTakesInItsSessions() throws Exception {
    String statement = allow(ROLE, "kms:Decrypt", KEY);
    assertThat(decide(statement, SESSION, KmsAction.DECRYPT)).isEqualTo(Outcome.ALLOWED);
    assertThat(decide(statement, ROLE, KmsAction.DECRYPT)).isEqualTo(Outcome.ALLOWED);
    assertThat(decide(statement, SESSION.replace("/enclave", "/other"), KmsAction.DECRYPT))
        .isEqualTo(Outcome.DENIED);
    assertThat(decide(allow(SESSION, "kms:Decrypt", KEY), SESSION + "4", KmsAction.DECRYPT))
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void anAccountLeavesItToIamButForItsRoot() throws Exception {
    String statement = allow("arn:aws:iam::111122223333:root", "kms:*", KEY);
    assertThat(decide(statement, ROLE, KmsAction.DECRYPT)).isEqualTo(Outcome.LEFT_TO_IAM);
    assertThat(decide(statement, "arn:aws:iam::111122223333:root", KmsAction.DECRYPT))
        .isEqualTo(Outcome.ALLOWED);
    assertThat(decide(statement, "arn:aws:iam::444455556666:user/eve", KmsAction.DECRYPT))
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void anotherAccountNeedsItsIamAndNeverPutsThePolicy() throws Exception {
    String eve = "arn:aws:iam::444455556666:user/eve";
    assertThat(decide(allow(eve, "kms:*", KEY), eve, KmsAction.DECRYPT))
        .isEqualTo(Outcome.LEFT_TO_IAM);
    assertThat(decide(allow(eve, "kms:*", KEY), eve, KmsAction.PUT_KEY_POLICY))
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void aStatementWithoutActionOrResourceHasNoEffect() throws Exception {
    assertThat(decide(allow(ROLE, "kms:*", ""), ROLE, KmsAction.DECRYPT)).isEqualTo(Outcome.DENIED);
    String deny =
        "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"kms:*\"},"
            + "{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Resource\": \"*\"},";
    assertThat(decide(deny + allow(ROLE, "kms:*", KEY), ROLE, KmsAction.DECRYPT))
        .isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void denyStandsAboveAllowAndGrants() throws Exception {
    KeyPolicy denied =
        policy(
            "{\"Effect\": \"Deny\", \"Principal\": {\"AWS\": \"111122223333\"}, \"Action\":"
                + " \"kms:Decrypt\", \"Resource\": \"*\"},"
                + allow(ROLE, "kms:*", KEY));
    Verdict verdict =
        new PolicyEvaluation(denied, grants())
            .decide(granted(request(ROLE, KmsAction.DECRYPT), Map.of("wallet", "treasury")));
    assertThat(verdict.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(verdict.statement().orElseThrow().index()).isEqualTo(1);
  }

  private static List<Grant> grants() throws MalformedPolicyException {
    return GrantsReader.read(GRANTS.getBytes(StandardCharsets.UTF_8));
  }

  private static Request granted(Request request, Map<String, String> pairs) {
    return new Request(
        request.caller(),
        request.action(),
        request.key(),
        request.keyAccount(),
        pairs,
        request.context().withEncryptionContext(pairs));
  }

  @Test
  void aGrantAllowsWithinItsConstraintsAndWithoutAttestation() throws Exception {
    PolicyEvaluation evaluation =
        new PolicyEvaluation(policy(allow("111122223333", "kms:PutKeyPolicy", KEY)), grants());
    Request decrypt = request(SESSION, KmsAction.DECRYPT);
    assertThat(evaluation.decide(decrypt).outcome()).isEqualTo(Outcome.DENIED);
    assertThat(evaluation.decide(granted(decrypt, Map.of("Wallet", "treasury"))).outcome())
        .as("names of constraints have their case")
        .isEqualTo(Outcome.DENIED);
    Verdict verdict =
        evaluation.decide(granted(decrypt, Map.of("wallet", "treasury", "more", "x")));
    assertThat(verdict.outcome()).isEqualTo(Outcome.ALLOWED);
    assertThat(verdict.grant().orElseThrow().id()).isEqualTo("g1");
    assertThat(evaluation.decide(request(ROLE, KmsAction.DESCRIBE_KEY)).outcome())
        .isEqualTo(Outcome.ALLOWED);
    assertThat(evaluation.decide(request(ROLE, KmsAction.ENCRYPT)).outcome())
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void retiringIsDecidedByTheGrantAlone() throws Exception {
    KeyPolicy policy = policy(allow("*", "kms:*", KEY));
    PolicyEvaluation evaluation = new PolicyEvaluation(policy, grants());
    assertThat(evaluation.decide(request(ROLE, KmsAction.RETIRE_GRANT)).outcome())
        .isEqualTo(Outcome.DENIED);
    assertThat(
            evaluation
                .decide(request("arn:aws:iam::111122223333:user/bob", KmsAction.RETIRE_GRANT))
                .outcome())
        .isEqualTo(Outcome.ALLOWED);
  }

  @Test
  void conditionsThatHoldWithoutAttestation() throws Exception {
    for (String condition :
        List.of(
            "{\"StringNotEquals\": {\"kms:RecipientAttestation:PCR0\": \"00\"}}",
            "{\"StringEqualsIfExists\": {\"kms:RecipientAttestation:PCR0\": \"00\"}}",
            "{\"ForAllValues:StringEquals\": {\"kms:RecipientAttestation:PCR0\": \"00\"}}",
            "{\"Null\": {\"kms:RecipientAttestation:PCR0\": true}}")) {
      assertThat(
              decide(
                  allow(ROLE, "kms:Decrypt", KEY + ", \"Condition\": " + condition),
                  ROLE,
                  KmsAction.DECRYPT))
          .as(condition)
          .isEqualTo(Outcome.ALLOWED);
    }
    for (String condition :
        List.of(
            "{\"StringEquals\": {\"kms:RecipientAttestation:PCR0\": \"00\"}}",
            "{\"ForAnyValue:StringNotEquals\": {\"kms:RecipientAttestation:PCR0\": \"00\"}}",
            "{\"Null\": {\"kms:RecipientAttestation:PCR0\": \"false\"}}")) {
      assertThat(
              decide(
                  allow(ROLE, "kms:Decrypt", KEY + ", \"Condition\": " + condition),
                  ROLE,
                  KmsAction.DECRYPT))
          .as(condition)
          .isEqualTo(Outcome.DENIED);
    }
  }

  @Test
  void variablesAreReplacedInThisVersionAlone() throws Exception {
    String statement =
        allow(
            "111122223333",
            "kms:Decrypt",
            KEY
                + ", \"Condition\": {\"StringEquals\": {\"kms:EncryptionContext:user\":"
                + " \"${aws:username}\"}}");
    RequestContext bob = RequestContext.empty().withEncryptionContext(Map.of("user", "bob"));
    Request request =
        Request.of(
            Caller.parse("arn:aws:iam::111122223333:user/bob").orElseThrow(),
            KmsAction.DECRYPT,
            Optional.empty(),
            bob);
    assertThat(new PolicyEvaluation(policy(statement), List.of()).decide(request).outcome())
        .isEqualTo(Outcome.LEFT_TO_IAM);
    KeyPolicy old = new KeyPolicy(Optional.of("2008-10-17"), policy(statement).statements(), 1000);
    assertThat(new PolicyEvaluation(old, List.of()).decide(request).outcome())
        .isEqualTo(Outcome.DENIED);
  }

  @Test
  void dateAndAddressConditions() throws Exception {
    String statement =
        allow(
            ROLE,
            "kms:Decrypt",
            KEY
                + ", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\":"
                + " \"2026-01-02T00:00:00Z\"}, \"IpAddress\": {\"aws:SourceIp\":"
                + " [\"10.0.0.0/8\", \"2001:db8::/32\"]}}");
    RequestContext inside =
        RequestContext.empty()
            .with("aws:CurrentTime", List.of("2026-01-01T23:59:59Z"))
            .with("aws:SourceIp", List.of("2001:db8::1"));
    assertThat(decide(statement, inside)).isEqualTo(Outcome.ALLOWED);
    assertThat(decide(statement, inside.with("aws:SourceIp", List.of("10.200.0.1"))))
        .isEqualTo(Outcome.ALLOWED);
    assertThat(decide(statement, inside.with("aws:SourceIp", List.of("11.0.0.1"))))
        .isEqualTo(Outcome.DENIED);
    assertThat(decide(statement, inside.with("aws:CurrentTime", List.of("1767312000"))))
        .isEqualTo(Outcome.DENIED);
  }

  private static Outcome decide(String statement, RequestContext context)
      throws MalformedPolicyException {
    Request request =
        Request.of(Caller.parse(ROLE).orElseThrow(), KmsAction.DECRYPT, Optional.empty(), context);
    return new PolicyEvaluation(policy(statement), List.of()).decide(request).outcome();
  }

  @Test
  void itAgreesWithTheNaiveEvaluation() throws Exception {
    RandomPolicies random = new RandomPolicies(new Random(7));
    Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
    for (int round = 0; round < 4000; round++) {
      String json = random.policy();
      PolicyEvaluation evaluation =
          new PolicyEvaluation(
              KeyPolicyReader.read(json.getBytes(StandardCharsets.UTF_8)), List.of());
      for (int asked = 0; asked < 10; asked++) {
        KmsAction action = random.pick(RandomPolicies.ACTIONS);
        Request request =
            Request.of(
                Caller.parse(random.pick(RandomPolicies.CALLERS)).orElseThrow(),
                action,
                Optional.of(RandomPolicies.HERE),
                random.context(action));
        Verdict verdict = evaluation.decide(request);
        String naive =
            new NaiveEvaluation(
                    json,
                    request.caller().text(),
                    action.operation(),
                    RandomPolicies.HERE,
                    request.fullContext().keys())
                .verdict();
        assertThat(verdict.outcome().text()).as("%s\n%s", json, request).isEqualTo(naive);
        seen.merge(verdict.outcome(), 1, Integer::sum);
      }
    }
    assertThat(seen).allSatisfy((outcome, count) -> assertThat(count).isGreaterThan(1000));
    assertThat(seen).hasSize(3);
  }
}
