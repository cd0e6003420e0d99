package dev.cosigner.transaction.json;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.json.JsonValue.JsonArray;
import dev.cosigner.transaction.json.JsonValue.JsonBoolean;
import dev.cosigner.transaction.json.JsonValue.JsonNull;
import dev.cosigner.transaction.json.JsonValue.JsonNumber;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one JSON document (RFC 8259) from bytes: valid UTF-8 without a byte order mark, every name
 * of an object once, no half surrogates, nothing behind the value.
 */
public final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int MAX_NUMBER = 128;
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private final int maxDepth;
  private final int maxValues;
  private int position;
  private int values;

  private JsonReader(String text, int maxDepth, int maxValues) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.maxValues = maxValues;
  }

  /**
   * The value that the document is.
   *
   * @param maxBytes of the document
   * @param maxDepth of arrays and objects in one another
   * @param maxValues of all kinds, in all
   * @throws TransactionException {@link Reason#INVALID_JSON}, {@link Reason#TOO_LARGE} or {@link
   *     Reason#TOO_DEEP}
   */
  public static JsonValue read(byte[] document, int maxBytes, int maxDepth, int maxValues)
      throws TransactionException {
    if (document.length > maxBytes) {
      throw new TransactionException(
          Reason.TOO_LARGE,
          "JSON",
          "at most " + maxBytes + " bytes",
          document.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new TransactionException(
          Reason.INVALID_TEXT, "JSON", "UTF-8", "other bytes", TransactionException.NO_OFFSET);
    }
    JsonReader reader = new JsonReader(text, maxDepth, maxValues);
    reader.space();
    JsonValue value = reader.value(0);
    reader.space();
    if (reader.position != text.length()) {
      throw reader.invalid("the end after the value");
    }
    return value;
  }

  private JsonValue value(int depth) throws TransactionException {
    values++;
    if (values > maxValues || depth > maxDepth) {
      throw new TransactionException(
          Reason.TOO_DEEP,
          "JSON",
          "at most " + maxValues + " values, " + maxDepth + " deep",
          "more",
          TransactionException.NO_OFFSET);
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonString(string());
      case 't' -> word("true", new JsonBoolean(true));
      case 'f' -> word("false", new JsonBoolean(false));
      case 'n' -> word("null", new JsonNull());
      default -> number();
    };
  }

  private JsonObject object(int depth) throws TransactionException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    position++;
    space();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',');
        space();
      }
      if (peek() != '"') {
        throw invalid("a name in quotation marks");
      }
      String name = string();
      space();
      expect(':');
      space();
      if (members.containsKey(name)) {
        throw invalid("each name of an object once");
      }
      members.put(name, value(depth + 1));
      space();
    }
    position++;
    return new JsonObject(members);
  }

  private JsonArray array(int depth) throws TransactionException {
    List<JsonValue> elements = new ArrayList<>();
    position++;
    space();
    while (peek() != ']') {
      if (!elements.isEmpty()) {
        expect(',');
        space();
      }
      elements.add(value(depth + 1));
      space();
    }
    position++;
    return new JsonArray(elements);
  }

  private String string() throws TransactionException {
    StringBuilder content = new StringBuilder();
    position++;
    while (peek() != '"') {
      char c = text.charAt(position++);
      if (c < 0x20) {
        throw invalid("control characters as escapes");
      }
      content.append(c == '\\' ? escape() : c);
    }
    position++;
    for (int i = 0; i < content.length(); i += Character.charCount(content.codePointAt(i))) {
      int c = content.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw invalid("surrogates in pairs");
      }
    }
    return content.toString();
  }

  private char escape() throws TransactionException {
    char c = peek();
    position++;
    if (c == 'u') {
      int end = Math.min(position + 4, text.length());
      String digits = text.substring(position, end);
      if (!digits.matches("[0-9a-fA-F]{4}")) {
        throw invalid("four hexadecimal digits");
      }
      position = end;
      return (char) Integer.parseInt(digits, 16);
    }
    int index = ESCAPES.indexOf(c);
    if (index < 0) {
      throw invalid("an escape of JSON");
    }
    return ESCAPED.charAt(index);
  }

  private JsonNumber number() throws TransactionException {
    int start = position;
    while (position < text.length() && "+-.0123456789eE".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String number = text.substring(start, position);
    if (number.length() > MAX_NUMBER || !NUMBER.matcher(number).matches()) {
      position = start;
      throw invalid("a value");
    }
    return new JsonNumber(number);
  }

  private JsonValue word(String word, JsonValue value) throws TransactionException {
    if (!text.startsWith(word, position)) {
      throw invalid("a value");
    }
    position += word.length();
    return value;
  }

  private void expect(char c) throws TransactionException {
    if (peek() != c) {
      throw invalid("\"" + c + "\"");
    }
    position++;
  }

  private char peek() throws TransactionException {
    if (position >= text.length()) {
      throw invalid("more");
    }
    return text.charAt(position);
  }

  private void space() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private TransactionException invalid(String expected) {
    return new TransactionException(
        Reason.INVALID_JSON,
        "JSON at character " + (position + 1),
        expected,
        position < text.length() ? "something else" : "the end",
        TransactionException.NO_OFFSET);
  }
}
