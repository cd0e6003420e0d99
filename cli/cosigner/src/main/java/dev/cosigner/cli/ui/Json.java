package dev.cosigner.cli.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Writes results as JSON. A class of its own, so that a run without --json never loads Jackson. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /**
   * The same document for a reader; on a terminal, text from elsewhere must not move the cursor or
   * turn the order of what is shown around. Outside of strings there are no such characters.
   */
  private static String escaped(String document) {
    if (document.codePoints().allMatch(c -> c == '\n' || Printable.isPlain(c))) {
      return document;
    }
    StringBuilder text = new StringBuilder(document.length());
    document
        .codePoints()
        .forEach(c -> {
          if (c == '\n' || Printable.isPlain(c)) {
            text.appendCodePoint(c);
          } else {
            for (char unit : Character.toChars(c)) {
              text.append("\\u%04x".formatted((int) unit));
            }
          }
        });
    return text.toString();
  }

  /**
   * One JSON document without a newline at its end.
   *
   * @param value records, maps, lists, strings, numbers and booleans
   */
  static String write(Object value) {
    try {
      return escaped(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }
}
