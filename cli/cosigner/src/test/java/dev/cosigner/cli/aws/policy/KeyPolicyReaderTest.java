package dev.cosigner.cli.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.cli.aws.policy.MalformedPolicyException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is refused as no key policy, each fault with its reason. */
class KeyPolicyReaderTest {
  private static final String GOOD =
      """
      {"Version": "2012-10-17", "Id": "x", "Statement": [{"Sid": "One", "Effect": "Allow",
        "Principal": {"AWS": ["111122223333"]}, "Action": ["kms:Decrypt"], "Resource": "*",
        "Condition": {"StringEquals": {"kms:ViaService": "a"}, "Null": {"aws:TagKeys": "true"}}}]}
      """;

  @Test
  void itReadsWhatKmsTakes() throws Exception {
    KeyPolicy policy = KeyPolicyReader.read(GOOD.getBytes(StandardCharsets.UTF_8));
    Statement statement = policy.statements().getFirst();
    assertThat(statement.sid()).contains("One");
    assertThat(statement.principals())
        .containsExactly(new Principal.Account("111122223333", "111122223333"));
    assertThat(statement.conditions())
        .extracting(Condition::operatorText)
        .containsExactly("StringEquals", "Null");
    assertThat(policy.soleAccount()).contains("111122223333");
  }

  @Test
  void eachFaultHasItsReason() {
    assertThat(refusal(" ".repeat(KeyPolicyReader.MAX_BYTES + 1))).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal("")).isEqualTo(Reason.JSON);
    assertThat(refusal("[]")).isEqualTo(Reason.JSON);
    assertThat(refusal("[".repeat(60_000))).isEqualTo(Reason.JSON);
    assertThat(refusal(GOOD + GOOD)).isEqualTo(Reason.JSON);
    assertThat(refusal(GOOD.replace("\"Resource\"", "\"Effect\""))).isEqualTo(Reason.JSON);
    assertThat(refusal(GOOD.replace("\"Id\"", "\"id\""))).isEqualTo(Reason.UNKNOWN_ELEMENT);
    assertThat(refusal(GOOD.replace("\"Sid\"", "\"Name\""))).isEqualTo(Reason.UNKNOWN_ELEMENT);
    assertThat(refusal(GOOD.replace("2012-10-17", "2012-10-18"))).isEqualTo(Reason.VERSION);
    assertThat(refusal(GOOD.replace("\"2012-10-17\"", "1"))).isEqualTo(Reason.VERSION);
    assertThat(refusal("{\"Version\": \"2012-10-17\"}")).isEqualTo(Reason.STATEMENT);
    assertThat(refusal("{\"Statement\": []}")).isEqualTo(Reason.STATEMENT);
    assertThat(refusal("{\"Statement\": [1]}")).isEqualTo(Reason.STATEMENT);
    assertThat(refusal("{\"Statement\": [" + "{},".repeat(500) + "{}]}"))
        .isEqualTo(Reason.TOO_MANY);
    assertThat(refusal(GOOD.replace("\"Resource\"", "\"NotAction\": \"kms:*\", \"Resource\"")))
        .isEqualTo(Reason.STATEMENT);
    assertThat(refusal(GOOD.replace("\"One\"", "1"))).isEqualTo(Reason.STATEMENT);
    assertThat(refusal(GOOD.replace("\"Allow\"", "\"allow\""))).isEqualTo(Reason.EFFECT);
    assertThat(refusal(GOOD.replace("\"Allow\"", "null"))).isEqualTo(Reason.EFFECT);
    assertThat(refusal(GOOD.replace("\"AWS\"", "\"aws\""))).isEqualTo(Reason.PRINCIPAL);
    assertThat(refusal(GOOD.replace("{\"AWS\": [\"111122223333\"]}", "\"me\"")))
        .isEqualTo(Reason.PRINCIPAL);
    assertThat(refusal(GOOD.replace("[\"111122223333\"]", "[]"))).isEqualTo(Reason.PRINCIPAL);
    assertThat(refusal(GOOD.replace("[\"kms:Decrypt\"]", "[7]"))).isEqualTo(Reason.ACTION);
    assertThat(refusal(GOOD.replace("[\"kms:Decrypt\"]", "[]"))).isEqualTo(Reason.ACTION);
    assertThat(refusal(GOOD.replace("\"*\"", "{}"))).isEqualTo(Reason.RESOURCE);
    assertThat(refusal(GOOD.replace("\"StringEquals\"", "\"StringsEqual\"")))
        .isEqualTo(Reason.CONDITION);
    assertThat(refusal(GOOD.replace("\"Null\"", "\"NullIfExists\""))).isEqualTo(Reason.CONDITION);
    assertThat(refusal(GOOD.replace("\"true\"", "\"yes\""))).isEqualTo(Reason.CONDITION);
    assertThat(refusal(GOOD.replace("\"a\"", "[]"))).isEqualTo(Reason.CONDITION);
    assertThat(refusal(GOOD.replace("\"a\"", "[{}]"))).isEqualTo(Reason.CONDITION);
    assertThat(refusal(GOOD.replace("\"a\"", "\"a\", \"KMS:viaservice\": \"b\"")))
        .isEqualTo(Reason.CONDITION);
  }

  private static Reason refusal(String json) {
    return catchThrowableOfType(
            MalformedPolicyException.class,
            () -> KeyPolicyReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .reason();
  }

  @Test
  void grantsAreReadAsStrictly() {
    assertThat(grantsRefusal("{}")).isEqualTo(Reason.GRANT);
    assertThat(grantsRefusal("{\"Grants\": [], \"Truncated\": true}")).isEqualTo(Reason.GRANT);
    assertThat(grantsRefusal("{\"Grants\": [{}]}")).isEqualTo(Reason.GRANT);
    String grant =
        "{\"Grants\": [{\"GrantId\": \"g\", \"GranteePrincipal\": \"a.amazonaws.com\","
            + " \"Operations\": [\"%s\"], \"Constraints\": {%s}}]}";
    assertThat(grantsRefusal(grant.formatted("Fly", ""))).isEqualTo(Reason.GRANT);
    assertThat(grantsRefusal(grant.formatted("Decrypt", "\"New\": {}"))).isEqualTo(Reason.GRANT);
    assertThat(grantsRefusal(grant.formatted("Decrypt", "\"EncryptionContextEquals\": {\"a\": 1}")))
        .isEqualTo(Reason.GRANT);
  }

  private static Reason grantsRefusal(String json) {
    return catchThrowableOfType(
            MalformedPolicyException.class,
            () -> GrantsReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .reason();
  }
}
