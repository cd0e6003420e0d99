package dev.cosigner.eif;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as this package reads and writes it: one object or array per document, no duplicate names,
 * nothing behind it, at most 64 levels deep and 50000 tokens long; written with the same bytes on
 * every machine.
 */
public final class StrictJson {
  /** Names, values and brackets: as many empty arrays as fit into a document would fill a heap. */
  private static final long MAX_TOKENS = 50_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(64)
                          .maxNameLength(1024)
                          .maxStringLength(1 << 20)
                          .maxDocumentLength(1 << 22)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private StrictJson() {}

  /** An empty object to fill. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads a document, which must be an object.
   *
   * @throws JsonProcessingException if it is not one or breaks a bound
   */
  public static ObjectNode parse(byte[] json) throws IOException {
    JsonNode root = MAPPER.readTree(json);
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw MismatchedInputException.from(
        null,
        ObjectNode.class,
        "expected an object, found %s".formatted(root == null ? "nothing" : root.getNodeType()));
  }

  /**
   * Reads a document, which must be an array.
   *
   * @throws JsonProcessingException if it is not one or breaks a bound
   */
  public static ArrayNode parseArray(byte[] json) throws IOException {
    JsonNode root = MAPPER.readTree(json);
    if (root instanceof ArrayNode array) {
      return array;
    }
    throw MismatchedInputException.from(
        null,
        ArrayNode.class,
        "expected an array, found %s".formatted(root == null ? "nothing" : root.getNodeType()));
  }

  /**
   * Reads a document as a record, with exactly its fields.
   *
   * @throws JsonProcessingException if it is none or breaks a bound
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    return MAPPER.treeToValue(parse(json), type);
  }

  /** UTF-8 without white space. */
  public static byte[] compact(ObjectNode object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }

  /**
   * A tree or record in UTF-8, indented by two spaces, with a line feed at its end on every system.
   */
  public static byte[] indented(Object object) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(indenter)
            .withObjectIndenter(indenter);
    try {
      return (MAPPER.writer(printer).writeValueAsString(object) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }
}
