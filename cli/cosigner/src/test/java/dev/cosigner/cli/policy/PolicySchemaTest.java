package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.transaction.EffectKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas say what the readers read. */
class PolicySchemaTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");

  @Test
  void isMetByTheExamples() throws Exception {
    assertThat(errors(PolicySchema.POLICY, example("treasury.json"))).isEmpty();
    assertThat(errors(PolicySchema.TESTS, example("treasury.test.json"))).isEmpty();
    assertThat(errors(PolicySchema.POLICY, example("vault.json"))).isEmpty();
    assertThat(errors(PolicySchema.TESTS, example("vault.test.json"))).isEmpty();
    assertThat(errors(PolicySchema.TESTS, example("november.json"))).isEmpty();
  }

  @Test
  void namesEveryKindOfEffect() throws Exception {
    Set<String> named = new TreeSet<>();
    PolicySchema.POLICY.tree().at("/$defs/effect/enum").forEach(kind -> named.add(kind.asText()));
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EffectKind.values()).map(EffectKind::id).toList());
    JsonNode permitted = PolicySchema.POLICY.tree().at("/$defs/permittedEffect/enum");
    assertThat(permitted).hasSize(named.size() - 1);
  }

  /** What the schema refuses, the reader refuses, too: field by field of the example. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "unknown", "null", "number", "empty"})
  void refusesNothingThatTheReaderTakes(String change) throws Exception {
    int refused = 0;
    for (String name : List.of("treasury.json", "vault.json")) {
      for (String pointer : pointers(example(name))) {
        ObjectNode policy = example(name);
        apply(change, policy, pointer);
        if (!errors(PolicySchema.POLICY, policy).isEmpty()) {
          refused++;
          assertThat(isRead(policy)).as("%s at %s", change, pointer).isFalse();
        }
      }
    }
    assertThat(refused).isPositive();
  }

  private static void apply(String change, ObjectNode policy, String pointer) {
    int end = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) policy.at(pointer.substring(0, end));
    String name = pointer.substring(end + 1);
    switch (change) {
      case "none" -> parent.remove(name);
      case "unknown" -> parent.put("unknown", 1);
      case "null" -> parent.putNull(name);
      case "number" -> parent.put(name, -7);
      default -> parent.put(name, "");
    }
  }

  /** Every field of every object, below arrays too. */
  private static List<String> pointers(ObjectNode policy) {
    List<String> pointers = new ArrayList<>();
    collect(policy, "", pointers);
    return pointers;
  }

  private static void collect(JsonNode node, String pointer, List<String> pointers) {
    if (node instanceof ObjectNode object) {
      for (var field : object.properties()) {
        pointers.add(pointer + "/" + field.getKey());
        collect(field.getValue(), pointer + "/" + field.getKey(), pointers);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), pointer + "/" + i, pointers);
      }
    }
  }

  private static boolean isRead(ObjectNode policy) throws Exception {
    try {
      PolicyFile.parse(StrictJson.compact(policy), EXAMPLES);
      return true;
    } catch (CosignerException e) {
      assertThat(e.id()).isEqualTo("policy-malformed");
      return false;
    }
  }

  private static List<String> errors(PolicySchema schema, JsonNode value) throws Exception {
    return new JsonSchemaCheck(schema.tree()).errors(value);
  }

  private static ObjectNode example(String name) throws Exception {
    return StrictJson.parse(Files.readAllBytes(EXAMPLES.resolve(name)));
  }
}
