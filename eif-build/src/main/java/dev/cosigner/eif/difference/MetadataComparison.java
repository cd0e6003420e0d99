package dev.cosigner.eif.difference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two metadata sections key by key. */
final class MetadataComparison {
  private static final int SHOWN = 200;

  private MetadataComparison() {}

  static List<Difference> compare(ObjectNode first, ObjectNode second) {
    Map<String, String> a = new TreeMap<>();
    Map<String, String> b = new TreeMap<>();
    flatten("", first, a);
    flatten("", second, b);
    TreeSet<String> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      String one = a.getOrDefault(key, "");
      String other = b.getOrDefault(key, "");
      if (!one.equals(other)) {
        differences.add(Difference.of(Kind.METADATA, "metadata", key, shown(one), shown(other)));
      }
    }
    if (differences.isEmpty()) {
      differences.add(
          Difference.of(
              Kind.METADATA,
              "metadata",
              "the same keys and values",
              "written in one way",
              "written in another"));
    }
    return differences;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(field ->
              flatten(
                  path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                  field.getValue(),
                  values));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(path + "[" + i + "]", node.get(i), values);
      }
    } else {
      values.put(path, node.toString());
    }
  }

  private static String shown(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }
}
