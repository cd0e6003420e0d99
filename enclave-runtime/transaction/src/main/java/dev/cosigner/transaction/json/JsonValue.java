package dev.cosigner.transaction.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value. */
public sealed interface JsonValue {
  /** What it is, with its article, for refusals. */
  String describe();

  /** An object; the members are in the order of the document. */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    /** Copies the members. */
    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String describe() {
      return "an object";
    }
  }

  /** An array. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    /** Copies the elements. */
    public JsonArray {
      elements = List.copyOf(elements);
    }

    @Override
    public String describe() {
      return "an array";
    }
  }

  /** A text, without its quotation marks and escapes. */
  record JsonString(String value) implements JsonValue {
    @Override
    public String describe() {
      return "a string";
    }
  }

  /** A number as it is written, at most 128 characters. */
  record JsonNumber(String text) implements JsonValue {
    @Override
    public String describe() {
      return "a number";
    }
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements JsonValue {
    @Override
    public String describe() {
      return "a boolean";
    }
  }

  /** Null. */
  record JsonNull() implements JsonValue {
    @Override
    public String describe() {
      return "null";
    }
  }
}
