package dev.cosigner.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keywords of JSON Schema, draft 2020-12, that the published schemas use; any other is an
 * error.
 */
final class JsonSchemaCheck {
  private static final Set<String> ANNOTATIONS = Set.of("$schema", "$defs", "title", "description");

  private final JsonNode root;

  JsonSchemaCheck(JsonNode root) {
    this.root = root;
  }

  /** What in {@code value} is not as the schema says, by path; nothing where it is valid. */
  List<String> errors(JsonNode value) {
    List<String> errors = new ArrayList<>();
    check(root, value, "$", errors);
    return errors;
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> errors) {
    for (var entry : schema.properties()) {
      JsonNode rule = entry.getValue();
      boolean valid =
          switch (entry.getKey()) {
            case "$ref" -> {
              String name = rule.textValue().replace("#/$defs/", "");
              check(root.get("$defs").get(name), value, path, errors);
              yield true;
            }
            case "type" -> isType(rule.textValue(), value);
            case "const" -> rule.equals(value);
            case "enum" -> contains(rule, value);
            case "pattern" ->
                !value.isTextual()
                    || Pattern.compile(rule.textValue()).matcher(value.textValue()).find();
            case "minLength" -> !value.isTextual() || value.textValue().length() >= rule.intValue();
            case "minimum" -> !value.isNumber() || value.intValue() >= rule.intValue();
            case "maximum" -> !value.isNumber() || value.intValue() <= rule.intValue();
            case "minItems" -> !value.isArray() || value.size() >= rule.intValue();
            case "uniqueItems" -> !value.isArray() || isUnique(value);
            case "items" -> {
              for (int i = 0; value.isArray() && i < value.size(); i++) {
                check(rule, value.get(i), path + "[" + i + "]", errors);
              }
              yield true;
            }
            case "required" -> {
              boolean all = true;
              for (JsonNode name : rule) {
                all &= !value.isObject() || value.has(name.textValue());
              }
              yield all;
            }
            case "properties" -> {
              for (var property : rule.properties()) {
                if (value.has(property.getKey())) {
                  check(
                      property.getValue(),
                      value.get(property.getKey()),
                      path + "." + property.getKey(),
                      errors);
                }
              }
              yield true;
            }
            case "additionalProperties" -> additional(schema, rule, value, path, errors);
            case "propertyNames" -> {
              for (var property : value.properties()) {
                check(
                    rule,
                    TextNode.valueOf(property.getKey()),
                    path + " name " + property.getKey(),
                    errors);
              }
              yield true;
            }
            case "oneOf" -> matching(rule, value, path) == 1;
            case "anyOf" -> matching(rule, value, path) >= 1;
            default -> ANNOTATIONS.contains(entry.getKey());
          };
      if (!valid) {
        errors.add(path + ": " + entry.getKey());
      }
    }
  }

  private boolean additional(
      JsonNode schema, JsonNode rule, JsonNode value, String path, List<String> errors) {
    for (var property : value.properties()) {
      if (schema.has("properties") && schema.get("properties").has(property.getKey())) {
        continue;
      }
      if (rule.isBoolean() && !rule.booleanValue()) {
        errors.add(path + "." + property.getKey() + ": additionalProperties");
      } else if (rule.isObject()) {
        check(rule, property.getValue(), path + "." + property.getKey(), errors);
      }
    }
    return true;
  }

  private long matching(JsonNode schemas, JsonNode value, String path) {
    long matching = 0;
    for (JsonNode schema : schemas) {
      List<String> errors = new ArrayList<>();
      check(schema, value, path, errors);
      matching += errors.isEmpty() ? 1 : 0;
    }
    return matching;
  }

  private static boolean isType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnique(JsonNode values) {
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode value : values) {
      if (!seen.add(value)) {
        return false;
      }
    }
    return true;
  }
}
