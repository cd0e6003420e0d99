package dev.cosigner.eif.difference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The values of a metadata section, each by the path that leads to it. */
final class MetadataValues {
  /**
   * Characters of all paths together. A path has up to 64 names, and may lead to thousands of
   * values that repeat them: far more than the section itself.
   */
  private static final int MAX_PATHS = 1 << 20;

  private final Map<String, String> values = new TreeMap<>();
  private int paths;

  private MetadataValues() {}

  /** All values, unless their paths are too long together. */
  static MetadataValues of(ObjectNode metadata) {
    MetadataValues values = new MetadataValues();
    values.flatten("", metadata);
    return values;
  }

  /** The fields of the section itself, with whatever is in them. */
  static MetadataValues top(ObjectNode metadata) {
    MetadataValues values = new MetadataValues();
    metadata
        .properties()
        .forEach(field -> values.values.put(field.getKey(), field.getValue().toString()));
    return values;
  }

  /** Whether all values are there. */
  boolean isDeep() {
    return paths <= MAX_PATHS;
  }

  Map<String, String> values() {
    return values;
  }

  private void flatten(String path, JsonNode node) {
    if (!isDeep()) {
      return;
    }
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(field ->
              flatten(
                  path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue()));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i));
      }
    } else {
      paths += path.length();
      values.put(path, node.toString());
    }
  }
}
