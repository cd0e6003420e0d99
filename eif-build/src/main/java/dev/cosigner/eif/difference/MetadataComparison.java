package dev.cosigner.eif.difference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares two metadata sections key by key. */
final class MetadataComparison {
  private static final int SHOWN = 200;

  private MetadataComparison() {}

  static List<Difference> compare(ObjectNode first, ObjectNode second) {
    MetadataValues a = MetadataValues.of(first);
    MetadataValues b = MetadataValues.of(second);
    return a.isDeep() && b.isDeep()
        ? compare(a.values(), b.values())
        : compare(MetadataValues.top(first).values(), MetadataValues.top(second).values());
  }

  private static List<Difference> compare(Map<String, String> a, Map<String, String> b) {
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

  private static String shown(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }
}
