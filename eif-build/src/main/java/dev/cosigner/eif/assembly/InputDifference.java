package dev.cosigner.eif.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An input that is not the same in two builds.
 *
 * @param name such as {@code protocol.jar}, or {@code platform: libc6} for a package of an input
 * @param recorded its version and SHA-256 by the provenance; empty where it names no such input
 * @param rebuilt those of this build; empty where it has no such input
 */
public record InputDifference(String name, String recorded, String rebuilt) {
  static List<InputDifference> between(Provenance recorded, Provenance rebuilt) {
    Map<String, String> a = inputs(recorded);
    Map<String, String> b = inputs(rebuilt);
    List<InputDifference> differences = new ArrayList<>();
    Map<String, String> all = new LinkedHashMap<>(a);
    b.forEach(all::putIfAbsent);
    for (String name : all.keySet()) {
      if (!Objects.equals(a.get(name), b.get(name))) {
        differences.add(
            new InputDifference(name, a.getOrDefault(name, ""), b.getOrDefault(name, "")));
      }
    }
    return differences;
  }

  private static Map<String, String> inputs(Provenance provenance) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("command line", provenance.image().commandLine());
    provenance.tools().forEach(tool -> inputs.put("tool " + tool.name(), tool.version()));
    for (Input input : provenance.inputs()) {
      inputs.put(input.name(), text(input));
      input.packages().forEach(part -> inputs.put(input.name() + ": " + part.name(), text(part)));
    }
    return inputs;
  }

  private static String text(Input input) {
    return input.version() + ", SHA-256 " + input.sha256();
  }
}
