package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.aws.policy.MalformedPolicyException.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads grants as {@code aws kms list-grants} prints them (KMS API Reference, "ListGrants"). */
public final class GrantsReader {
  /** Most bytes of a list. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_GRANTS = 10_000;
  private static final Set<String> CONSTRAINTS =
      Set.of("EncryptionContextSubset", "EncryptionContextEquals");

  private GrantsReader() {}

  /**
   * Reads a list, {@code {"Grants": [...]}}.
   *
   * @param json at most 1 MiB
   * @throws MalformedPolicyException with the reason
   */
  public static List<Grant> read(byte[] json) throws MalformedPolicyException {
    ObjectNode root = BoundedJson.object(json, MAX_BYTES);
    if (root.path("Truncated").asBoolean()) {
      throw new MalformedPolicyException(
          Reason.GRANT, "expected the whole list of grants, found a truncated one");
    }
    if (!root.path("Grants").isArray()) {
      throw new MalformedPolicyException(Reason.GRANT, "expected an array as Grants");
    }
    if (root.get("Grants").size() > MAX_GRANTS) {
      throw new MalformedPolicyException(
          Reason.TOO_MANY, "expected at most " + MAX_GRANTS + " grants");
    }
    List<Grant> grants = new ArrayList<>();
    for (JsonNode node : root.get("Grants")) {
      grants.add(grant(node));
    }
    return grants;
  }

  private static Grant grant(JsonNode node) throws MalformedPolicyException {
    String id = text(node, "GrantId");
    Set<KmsAction> operations = EnumSet.noneOf(KmsAction.class);
    for (JsonNode operation : node.path("Operations")) {
      operations.add(
          KmsAction.named(operation.asText())
              .orElseThrow(() ->
                  new MalformedPolicyException(
                      Reason.GRANT,
                      "grant %s: expected operations of KMS, found %s".formatted(id, operation))));
    }
    JsonNode constraints = node.path("Constraints");
    for (Map.Entry<String, JsonNode> constraint : constraints.properties()) {
      if (!CONSTRAINTS.contains(constraint.getKey())) {
        throw new MalformedPolicyException(
            Reason.GRANT,
            "grant %s: expected the constraints %s, found '%s'"
                .formatted(id, new TreeSet<>(CONSTRAINTS), constraint.getKey()));
      }
    }
    return new Grant(
        id,
        principal(text(node, "GranteePrincipal")),
        node.has("RetiringPrincipal")
            ? Optional.of(principal(text(node, "RetiringPrincipal")))
            : Optional.empty(),
        operations,
        pairs(constraints, "EncryptionContextSubset", id),
        pairs(constraints, "EncryptionContextEquals", id));
  }

  private static Principal principal(String text) {
    return Principal.of(text.startsWith("arn:") ? "AWS" : "Service", text);
  }

  private static Optional<Map<String, String>> pairs(JsonNode constraints, String name, String id)
      throws MalformedPolicyException {
    if (!constraints.has(name)) {
      return Optional.empty();
    }
    Map<String, String> pairs = new TreeMap<>();
    for (Map.Entry<String, JsonNode> pair : constraints.get(name).properties()) {
      if (!pair.getValue().isTextual()) {
        throw new MalformedPolicyException(
            Reason.GRANT, "grant %s: expected texts in %s".formatted(id, name));
      }
      pairs.put(pair.getKey(), pair.getValue().textValue());
    }
    return Optional.of(pairs);
  }

  private static String text(JsonNode node, String name) throws MalformedPolicyException {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new MalformedPolicyException(Reason.GRANT, "expected a text as %s".formatted(name));
    }
    return value.textValue();
  }
}
