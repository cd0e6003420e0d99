package dev.cosigner.cli.context;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as they are written down: one JSON object of texts, named as on the command line, with
 * the {@code kind} of a context; nothing else is accepted.
 */
final class ContextFile {
  static final int MAX_BYTES = 16 * 1024;
  private static final String KIND = "kind";
  private static final String PRODUCTION = "production";
  private static final String DEVELOPMENT = "development";

  private ContextFile() {}

  /** Reads a context. */
  static Context context(String name, byte[] json, String where) throws CosignerException {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    Optional<String> kind = read(json, where, values);
    return switch (kind.orElse("none")) {
      case PRODUCTION -> new Context(name, AnchorKind.AWS, values);
      case DEVELOPMENT -> new Context(name, AnchorKind.DEVELOPMENT, values);
      default ->
          throw malformed(
              where, "a kind, " + PRODUCTION + " or " + DEVELOPMENT, kind.orElse("none"), null);
    };
  }

  /** Reads settings without a kind. */
  static Map<Setting, String> settings(byte[] json, String where) throws CosignerException {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    if (read(json, where, values).isPresent()) {
      throw malformed(where, "settings", "a kind, which contexts have", null);
    }
    return values;
  }

  private static Optional<String> read(byte[] json, String where, Map<Setting, String> values)
      throws CosignerException {
    String kind = null;
    for (Map.Entry<String, JsonNode> field : parse(json, where).properties()) {
      String name = field.getKey();
      if (!field.getValue().isTextual()) {
        throw malformed(where, "a text for " + name, field.getValue().getNodeType().name(), null);
      }
      String value = field.getValue().textValue();
      if (name.equals(KIND)) {
        kind = value;
        continue;
      }
      Setting setting =
          Arrays.stream(Setting.values())
              .filter(known -> known.label().equals(name))
              .findFirst()
              .orElseThrow(() -> malformed(where, known(), name, null));
      if (!setting.form().accepts(value)) {
        throw malformed(where, setting.form().expected() + " for " + name, value, null);
      }
      values.put(setting, value);
    }
    return Optional.ofNullable(kind);
  }

  private static ObjectNode parse(byte[] json, String where) throws CosignerException {
    try {
      return StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      throw malformed(where, "one JSON object without duplicate names", e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  static byte[] write(Context context) {
    ObjectNode object = StrictJson.object();
    object.put(KIND, kind(context.kind()));
    for (Setting setting : Setting.values()) {
      if (context.values().containsKey(setting)) {
        object.put(setting.label(), context.values().get(setting));
      }
    }
    return (object.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String kind(AnchorKind kind) {
    return kind == AnchorKind.AWS ? PRODUCTION : DEVELOPMENT;
  }

  private static String known() {
    return "only kind, "
        + String.join(", ", Arrays.stream(Setting.values()).map(Setting::label).toList());
  }

  private static CosignerException malformed(
      String where, String expected, String found, Throwable cause) {
    return CosignerException.of(
            "context-malformed", ExitCode.BAD_INPUT, where + " does not hold settings")
        .expected(expected)
        .found(found)
        .hint("mend the file, or make the context anew by 'cosigner context create'")
        .cause(cause)
        .build();
  }
}
