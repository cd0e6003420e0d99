package dev.cosigner.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.StrictJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of a JSON document, read field by field; {@link #end} refuses those that nobody asked
 * for. Failures name the field by its path, such as {@code permits[2].to}.
 */
final class JsonFields {
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,8})(s|m|h|d)");

  private final String what;
  private final String path;
  private final JsonNode node;
  private final Set<String> read = new HashSet<>();

  private JsonFields(String what, String path, JsonNode node) throws CosignerException {
    this.what = what;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw malformed(path, "an object", describe(node));
    }
  }

  /**
   * The document, which must be one object.
   *
   * @param what it is, such as {@code policy}: begins the ids of failures
   */
  static JsonFields of(String what, byte[] json) throws CosignerException {
    try {
      ObjectNode root = StrictJson.parse(json);
      return new JsonFields(what, "", root);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw CosignerException.of(
              what + "-malformed", ExitCode.BAD_INPUT, "the " + what + " is no JSON")
          .expected("one JSON object without duplicate names")
          .found(
              e.getOriginalMessage()
                  + (place == null
                      ? ""
                      : " at line " + place.getLineNr() + ", column " + place.getColumnNr()))
          .cause(e)
          .build();
    } catch (IOException e) {
      // Jackson guesses encodings by the first bytes, and fails so where the others are none.
      throw CosignerException.of(
              what + "-malformed", ExitCode.BAD_INPUT, "the " + what + " is no JSON")
          .expected("text in UTF-8")
          .found("other bytes")
          .cause(e)
          .build();
    }
  }

  boolean has(String name) {
    read.add(name);
    return node.has(name);
  }

  String text(String name) throws CosignerException {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw malformed(name(name), "a text", describe(value));
    }
    return value.textValue();
  }

  Optional<String> optionalText(String name) throws CosignerException {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  int number(String name, int min, int max) throws CosignerException {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw malformed(name(name), "a whole number", describe(value));
    }
    int number = value.intValue();
    if (number < min || number > max) {
      throw malformed(name(name), "a number from " + min + " to " + max, String.valueOf(number));
    }
    return number;
  }

  boolean flag(String name) throws CosignerException {
    if (!has(name)) {
      return false;
    }
    JsonNode value = node.get(name);
    if (!value.isBoolean()) {
      throw malformed(name(name), "true or false", describe(value));
    }
    return value.booleanValue();
  }

  /** Texts of an array; none where it is absent. */
  List<String> texts(String name) throws CosignerException {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : array(name)) {
      if (!item.isTextual()) {
        throw malformed(name(name), "texts", describe(item));
      }
      texts.add(item.textValue());
    }
    if (new HashSet<>(texts).size() != texts.size()) {
      throw malformed(name(name), "each text once", "one twice");
    }
    return texts;
  }

  /** Objects of an array; none where it is absent. */
  List<JsonFields> objects(String name) throws CosignerException {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode item : array(name)) {
      objects.add(new JsonFields(what, name(name) + "[" + objects.size() + "]", item));
    }
    return objects;
  }

  Optional<JsonFields> optionalObject(String name) throws CosignerException {
    return has(name)
        ? Optional.of(new JsonFields(what, name(name), node.get(name)))
        : Optional.empty();
  }

  JsonFields object(String name) throws CosignerException {
    return new JsonFields(what, name(name), required(name));
  }

  /** The names of all fields, for objects whose names are the author's own. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A span of time in seconds: a number with s, m, h or d behind it. */
  long span(String name) throws CosignerException {
    String text = text(name);
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw malformed(name(name), "a span such as 30m, 24h or 7d", text);
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 86_400;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  /** A point in time, RFC 3339 in UTC, as seconds since 1970. */
  long time(String name) throws CosignerException {
    String text = text(name);
    try {
      return Instant.parse(text).getEpochSecond();
    } catch (DateTimeException e) {
      throw malformed(name(name), "a time such as 2026-11-24T12:00:00Z", text);
    }
  }

  /** Refuses fields that nobody asked for. */
  void end() throws CosignerException {
    for (String name : names()) {
      if (!read.contains(name)) {
        throw malformed(name(name), "one of the fields " + String.join(", ", sorted(read)), name);
      }
    }
  }

  CosignerException malformed(String field, String expected, String found) {
    return CosignerException.of(
            what + "-malformed",
            ExitCode.BAD_INPUT,
            "the " + what + (field.isEmpty() ? " is malformed" : " is malformed at " + field))
        .expected(expected)
        .found(found)
        .hint("'cosigner policy schema' prints the JSON Schema of policies and of their tests")
        .build();
  }

  /** The path of a field. */
  String name(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  String path() {
    return path;
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private JsonNode required(String name) throws CosignerException {
    if (!has(name)) {
      throw malformed(name(name), "the field " + name, "none");
    }
    return node.get(name);
  }

  private Iterable<JsonNode> array(String name) throws CosignerException {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = node.get(name);
    if (!value.isArray()) {
      throw malformed(name(name), "an array", describe(value));
    }
    return value;
  }

  private static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case NULL -> "null";
      default -> node.toString();
    };
  }
}
