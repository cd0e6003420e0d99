package dev.cosigner.eif.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object in one of an image's documents, whose fields have the types that they must have. */
final class JsonDocument {
  /** Bytes of one document. */
  static final int MAX_SIZE = 1 << 22;

  private final String what;
  private final JsonNode node;

  private JsonDocument(String what, JsonNode node) {
    this.what = what;
    this.node = node;
  }

  /**
   * Reads a document, which must be an object.
   *
   * @param what it is, for messages
   */
  static JsonDocument parse(String what, byte[] json) throws ContainerException {
    try {
      return new JsonDocument(what, StrictJson.parse(json));
    } catch (IOException e) {
      throw malformed(what, e);
    }
  }

  /** Reads a document, which must be an array of objects. */
  static List<JsonDocument> parseArray(String what, byte[] json) throws ContainerException {
    try {
      List<JsonDocument> documents = new ArrayList<>();
      for (JsonNode element : StrictJson.parseArray(json)) {
        documents.add(object(what, element));
      }
      return documents;
    } catch (ContainerException e) {
      throw e;
    } catch (IOException e) {
      throw malformed(what, e);
    }
  }

  private static ContainerException malformed(String what, IOException e) {
    String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new ContainerException(
        Reason.JSON, "%s is no JSON of its kind: %s".formatted(what, Names.printable(found)), e);
  }

  private static JsonDocument object(String what, JsonNode node) throws ContainerException {
    if (!node.isObject()) {
      throw wrong(what, "an object", node);
    }
    return new JsonDocument(what, node);
  }

  private static ContainerException wrong(String what, String expected, JsonNode found) {
    return new ContainerException(
        Reason.JSON,
        "%s: expected %s, found %s"
            .formatted(what, expected, found == null ? "nothing" : found.getNodeType()));
  }

  private String name(String field) {
    return what + "'s " + field;
  }

  /** Whether the field is there and not null, as Go's encoders write what is not set. */
  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** The names of all fields that are there and say something. */
  List<String> fields() {
    List<String> names = new ArrayList<>();
    node.properties().forEach(field -> names.add(field.getKey()));
    return names.stream().filter(this::says).toList();
  }

  /** Whether the field is there and neither null, false, zero nor empty. */
  boolean says(String field) {
    JsonNode value = node.get(field);
    return value != null
        && !value.isNull()
        && !(value.isBoolean() && !value.asBoolean())
        && !(value.isNumber() && value.asDouble() == 0)
        && !(value.isTextual() && value.textValue().isEmpty())
        && !(value.isContainerNode() && value.isEmpty());
  }

  String text(String field) throws ContainerException {
    return optionalText(field).orElseThrow(() -> wrong(name(field), "a text", node.get(field)));
  }

  Optional<String> optionalText(String field) throws ContainerException {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrong(name(field), "a text", value);
    }
    return Optional.of(value.textValue());
  }

  /** A whole number of 0 to 2^63 - 1. */
  long size(String field) throws ContainerException {
    JsonNode value = node.get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name(field), "a whole number", value);
    }
    if (value.longValue() < 0) {
      throw new ContainerException(
          Reason.JSON, "%s: expected a size, found a negative number".formatted(name(field)));
    }
    return value.longValue();
  }

  Optional<JsonDocument> optionalObject(String field) throws ContainerException {
    return has(field) ? Optional.of(object(name(field), node.get(field))) : Optional.empty();
  }

  JsonDocument object(String field) throws ContainerException {
    JsonNode value = node.get(field);
    if (value == null) {
      throw wrong(name(field), "an object", null);
    }
    return object(name(field), value);
  }

  List<JsonDocument> objects(String field) throws ContainerException {
    List<JsonDocument> objects = new ArrayList<>();
    for (JsonNode element : array(field)) {
      objects.add(object(name(field), element));
    }
    return objects;
  }

  /** Texts; none where the field is not there or null. */
  List<String> texts(String field) throws ContainerException {
    if (!has(field)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(field)) {
      if (!element.isTextual()) {
        throw wrong(name(field), "texts", element);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private JsonNode array(String field) throws ContainerException {
    JsonNode value = node.get(field);
    if (value == null || !value.isArray()) {
      throw wrong(name(field), "an array", value);
    }
    return value;
  }
}
