package dev.cosigner.cli.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.aws.policy.PolicyCorpus.Entry;
import dev.cosigner.protocol.attestation.PcrValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy of the corpus is judged as AWS's documentation has it. */
class PolicyCorpusTest {
  private static final Map<String, String> IMAGES =
      Map.of("A", "a1".repeat(48), "B", "b2".repeat(48), "zeros", "00".repeat(48));

  static Stream<Entry> wellFormed() {
    return PolicyCorpus.all().filter(entry -> !entry.isMalformed());
  }

  static Stream<Entry> malformed() {
    return PolicyCorpus.all().filter(Entry::isMalformed);
  }

  @Test
  void itIsLarge() {
    assertThat(PolicyCorpus.all()).hasSizeGreaterThanOrEqualTo(80);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void mistakesAreFound(Entry entry) throws Exception {
    List<Finding> findings =
        PolicyLint.check(
            KeyPolicyReader.read(entry.policy()),
            entry.grants(),
            Optional.ofNullable(entry.document().path("account").textValue()),
            entry.document().path("allowAnySigned").asBoolean());
    TreeSet<String> expected = new TreeSet<>();
    entry.document().get("lint").forEach(id -> expected.add(id.asText()));
    TreeSet<String> found = new TreeSet<>();
    findings.forEach(finding -> found.add(finding.rule().id()));
    assertThat(found).as("%s", findings).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void requestsAreDecided(Entry entry) throws Exception {
    PolicyEvaluation evaluation =
        new PolicyEvaluation(KeyPolicyReader.read(entry.policy()), entry.grants());
    assertThat(entry.document().get("simulate")).isNotEmpty();
    for (JsonNode asked : entry.document().get("simulate")) {
      assertThat(evaluation.decide(request(asked, entry)).outcome().text())
          .as("%s", asked)
          .isEqualTo(asked.get("verdict").asText());
    }
  }

  private static Request request(JsonNode asked, Entry entry) {
    RequestContext context = RequestContext.empty();
    if (asked.has("image")) {
      PcrValue value = PcrValue.ofHex(IMAGES.get(asked.get("image").asText()));
      context = context.withAttestation(Map.of(0, value, 1, value, 2, value));
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> pair : asked.path("context").properties()) {
      pairs.put(pair.getKey(), pair.getValue().asText());
    }
    context = context.withEncryptionContext(pairs);
    for (Map.Entry<String, JsonNode> key : asked.path("keys").properties()) {
      context = context.with(key.getKey(), List.of(key.getValue().asText()));
    }
    return new Request(
        Caller.parse(asked.get("principal").asText()).orElseThrow(),
        KmsAction.named(asked.get("action").asText()).orElseThrow(),
        Optional.empty(),
        Optional.of(entry.document().path("account").asText("111122223333")),
        pairs,
        context);
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatKmsRefusesIsRefused(Entry entry) {
    assertThatThrownBy(() -> KeyPolicyReader.read(entry.policy()))
        .isInstanceOfSatisfying(
            MalformedPolicyException.class,
            e ->
                assertThat(e.reason().name())
                    .isEqualTo(entry.document().get("malformed").asText()));
  }

  @Test
  void everyRuleIsSeen() {
    TreeSet<String> seen = new TreeSet<>();
    PolicyCorpus.all()
        .forEach(entry -> entry.document().path("lint").forEach(id -> seen.add(id.asText())));
    TreeSet<String> rules = new TreeSet<>();
    for (Rule rule : Rule.values()) {
      rules.add(rule.id());
    }
    assertThat(seen).isEqualTo(rules);
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void everyPolicyCanBeExplained(Entry entry) throws Exception {
    KeyPolicy policy = KeyPolicyReader.read(entry.policy());
    PolicyExplanation explanation = PolicyExplanation.of(policy, Optional.empty());
    assertThat(explanation.statements())
        .hasSameSizeAs(policy.statements())
        .allMatch(sentence -> sentence.startsWith("Statement ") && sentence.endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("wellFormed")
  void aPolicyDoesNotDifferFromItself(Entry entry) throws Exception {
    KeyPolicy policy = KeyPolicyReader.read(entry.policy());
    assertThat(PolicyDiff.between(policy, policy, Optional.empty()).changes()).isEmpty();
  }
}
