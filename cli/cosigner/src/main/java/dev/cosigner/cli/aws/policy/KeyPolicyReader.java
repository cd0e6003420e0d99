package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.aws.policy.MalformedPolicyException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads key policies strictly: what KMS would answer with {@code MalformedPolicyDocument} is
 * refused here (IAM User Guide, "Grammar of the IAM JSON policy language"). Duplicate names,
 * unknown elements and operators are never passed over.
 */
public final class KeyPolicyReader {
  /** KMS takes 32 KiB; a larger file is read so that it can be called too large. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final int MAX_STATEMENTS = 500;
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private KeyPolicyReader() {}

  /**
   * Reads a policy.
   *
   * @param json at most 256 KiB
   * @throws MalformedPolicyException with the reason
   */
  public static KeyPolicy read(byte[] json) throws MalformedPolicyException {
    ObjectNode root = BoundedJson.object(json, MAX_BYTES);
    requireOnly(root, ELEMENTS, "a policy");
    Optional<String> version = optionalText(root, "Version", Reason.VERSION);
    if (version.isPresent() && !Set.of(KeyPolicy.VERSION, "2008-10-17").contains(version.get())) {
      throw new MalformedPolicyException(
          Reason.VERSION,
          "expected the Version 2012-10-17 or 2008-10-17, found '" + version.get() + "'");
    }
    optionalText(root, "Id", Reason.STATEMENT);
    List<JsonNode> nodes = elements(root.path("Statement"));
    if (nodes.isEmpty() || nodes.size() > MAX_STATEMENTS) {
      throw new MalformedPolicyException(
          nodes.isEmpty() ? Reason.STATEMENT : Reason.TOO_MANY,
          "expected 1 to " + MAX_STATEMENTS + " statements, found " + nodes.size());
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> sids = new HashSet<>();
    for (JsonNode node : nodes) {
      Statement statement = statement(statements.size() + 1, node);
      if (statement.sid().isPresent() && !sids.add(statement.sid().get())) {
        throw new MalformedPolicyException(
            Reason.STATEMENT,
            "expected each Sid once, found '%s' twice".formatted(statement.sid().get()));
      }
      statements.add(statement);
    }
    return new KeyPolicy(version, statements, json.length);
  }

  private static Statement statement(int index, JsonNode node) throws MalformedPolicyException {
    String where = "statement " + index;
    if (!(node instanceof ObjectNode object)) {
      throw new MalformedPolicyException(
          Reason.STATEMENT, where + ": expected an object, found " + node.getNodeType());
    }
    requireOnly(object, STATEMENT_ELEMENTS, where);
    requireOneOf(object, "Principal", "NotPrincipal", where);
    requireOneOf(object, "Action", "NotAction", where);
    requireOneOf(object, "Resource", "NotResource", where);
    return new Statement(
        index,
        optionalText(object, "Sid", Reason.STATEMENT),
        effect(object, where),
        principals(object.get("Principal"), where),
        principals(object.get("NotPrincipal"), where),
        texts(object.get("Action"), Reason.ACTION, where + ": Action"),
        texts(object.get("NotAction"), Reason.ACTION, where + ": NotAction"),
        texts(object.get("Resource"), Reason.RESOURCE, where + ": Resource"),
        texts(object.get("NotResource"), Reason.RESOURCE, where + ": NotResource"),
        conditions(object.get("Condition"), where));
  }

  private static Effect effect(ObjectNode object, String where) throws MalformedPolicyException {
    String text = object.path("Effect").asText("");
    for (Effect effect : Effect.values()) {
      if (object.path("Effect").isTextual() && effect.text().equals(text)) {
        return effect;
      }
    }
    throw new MalformedPolicyException(
        Reason.EFFECT, "%s: expected the Effect Allow or Deny, found '%s'".formatted(where, text));
  }

  private static List<Principal> principals(JsonNode node, String where)
      throws MalformedPolicyException {
    if (node == null) {
      return List.of();
    }
    if (node.isTextual() && node.textValue().equals("*")) {
      return List.of(new Principal.Anyone());
    }
    if (!(node instanceof ObjectNode object) || object.isEmpty()) {
      throw new MalformedPolicyException(
          Reason.PRINCIPAL, where + ": expected \"*\" or an object of principals, found " + node);
    }
    List<Principal> principals = new ArrayList<>();
    for (Map.Entry<String, JsonNode> type : object.properties()) {
      if (!Principal.TYPES.contains(type.getKey())) {
        throw new MalformedPolicyException(
            Reason.PRINCIPAL,
            "%s: expected principals of type %s, found '%s'"
                .formatted(where, new TreeSet<>(Principal.TYPES), type.getKey()));
      }
      for (String text :
          texts(type.getValue(), Reason.PRINCIPAL, where + ": Principal " + type.getKey())) {
        principals.add(Principal.of(type.getKey(), text));
      }
    }
    return principals;
  }

  private static List<Condition> conditions(JsonNode node, String where)
      throws MalformedPolicyException {
    if (node == null) {
      return List.of();
    }
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operator : object(node, where + ": Condition")) {
      Set<String> keys = new HashSet<>();
      for (Map.Entry<String, JsonNode> key :
          object(operator.getValue(), where + ": Condition " + operator.getKey())) {
        Condition condition =
            condition(
                operator.getKey(),
                key.getKey(),
                scalars(key.getValue(), where + ": Condition " + key.getKey()),
                where);
        if (!keys.add(condition.lowerCaseKey())) {
          throw new MalformedPolicyException(
              Reason.CONDITION,
              "%s: expected each key once in %s, found '%s' twice, in different case"
                  .formatted(where, operator.getKey(), key.getKey()));
        }
        conditions.add(condition);
      }
    }
    return conditions;
  }

  private static Condition condition(String operator, String key, List<String> values, String where)
      throws MalformedPolicyException {
    String rest = operator;
    SetQualifier qualifier = SetQualifier.NONE;
    for (SetQualifier candidate :
        List.of(SetQualifier.FOR_ALL_VALUES, SetQualifier.FOR_ANY_VALUE)) {
      if (operator.startsWith(candidate.prefix())) {
        qualifier = candidate;
        rest = operator.substring(candidate.prefix().length());
      }
    }
    boolean ifExists = rest.endsWith("IfExists");
    String plain = ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest;
    Optional<ConditionOperator> known = ConditionOperator.named(plain);
    boolean presence = plain.equals(ConditionOperator.NULL.text());
    if (known.isEmpty() || (presence && (ifExists || qualifier != SetQualifier.NONE))) {
      throw new MalformedPolicyException(
          Reason.CONDITION,
          "%s: expected a condition operator, found '%s'".formatted(where, operator));
    }
    if (presence && !(values.equals(List.of("true")) || values.equals(List.of("false")))) {
      throw new MalformedPolicyException(
          Reason.CONDITION,
          "%s: expected true or false for Null, found %s".formatted(where, values));
    }
    if (key.isEmpty() || values.isEmpty()) {
      throw new MalformedPolicyException(
          Reason.CONDITION,
          "%s: expected a key and at least one value in %s".formatted(where, operator));
    }
    return new Condition(qualifier, known.get(), ifExists, key, values);
  }

  private static Iterable<Map.Entry<String, JsonNode>> object(JsonNode node, String where)
      throws MalformedPolicyException {
    if (node instanceof ObjectNode object) {
      return object.properties();
    }
    throw new MalformedPolicyException(
        Reason.CONDITION, where + ": expected an object, found " + node.getNodeType());
  }

  /** Texts, numbers and booleans, which the grammar takes as the values of conditions. */
  private static List<String> scalars(JsonNode node, String where) throws MalformedPolicyException {
    List<String> values = new ArrayList<>();
    for (JsonNode value : elements(node)) {
      if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
        throw new MalformedPolicyException(
            Reason.CONDITION, where + ": expected texts, found " + value.getNodeType());
      }
      values.add(value.asText());
    }
    return values;
  }

  private static List<String> texts(JsonNode node, Reason reason, String where)
      throws MalformedPolicyException {
    List<String> texts = new ArrayList<>();
    if (node == null) {
      return texts;
    }
    for (JsonNode value : elements(node)) {
      if (!value.isTextual() || value.textValue().isEmpty()) {
        throw new MalformedPolicyException(reason, where + ": expected texts, found " + value);
      }
      texts.add(value.textValue());
    }
    if (texts.isEmpty()) {
      throw new MalformedPolicyException(reason, where + ": expected a text, found none");
    }
    return texts;
  }

  private static List<JsonNode> elements(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(all::add);
    } else if (!node.isMissingNode()) {
      all.add(node);
    }
    return all;
  }

  private static void requireOneOf(ObjectNode object, String one, String other, String where)
      throws MalformedPolicyException {
    if (object.has(one) && object.has(other)) {
      throw new MalformedPolicyException(
          Reason.STATEMENT, "%s: expected %s or %s, found both".formatted(where, one, other));
    }
  }

  private static void requireOnly(ObjectNode object, Set<String> names, String where)
      throws MalformedPolicyException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!names.contains(field.getKey())) {
        throw new MalformedPolicyException(
            Reason.UNKNOWN_ELEMENT,
            "%s: expected the elements %s, found '%s'"
                .formatted(where, new TreeSet<>(names), field.getKey()));
      }
    }
  }

  private static Optional<String> optionalText(ObjectNode object, String name, Reason reason)
      throws MalformedPolicyException {
    JsonNode value = object.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new MalformedPolicyException(
          reason, "expected a text as %s, found %s".formatted(name, value.getNodeType()));
    }
    return Optional.of(value.textValue());
  }
}
