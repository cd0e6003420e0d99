package dev.cosigner.eif.difference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Differences, as many as a report of them fits into the heap: of each kind in each section the
 * first ones, so that many harmless ones leave room for the telling ones; the others are counted.
 */
final class BoundedDifferences {
  private record Group(Kind kind, String section) {}

  private final List<Difference> kept = new ArrayList<>();
  private final Map<Group, Integer> counts = new HashMap<>();
  private final int perGroup;
  private long characters;
  private long omitted;

  /** For this JVM's heap: of 64 MiB 1024 of each kind in each section, and 2 MiB of text. */
  BoundedDifferences() {
    this(Runtime.getRuntime().maxMemory());
  }

  /**
   * @param heap in bytes
   */
  BoundedDifferences(long heap) {
    perGroup = (int) Math.min(100_000, heap / (64 * 1024));
    characters = heap / 32;
  }

  void add(Difference difference) {
    long size =
        128L
            + difference.path().length()
            + difference.first().length()
            + difference.second().length()
            + difference.inside().stream().mapToInt(String::length).sum();
    int count = counts.merge(new Group(difference.kind(), difference.section()), 1, Integer::sum);
    if (count > perGroup || size > characters) {
      omitted++;
    } else {
      characters -= size;
      kept.add(difference);
    }
  }

  void addAll(List<Difference> differences) {
    differences.forEach(this::add);
  }

  void addAll(BoundedDifferences others) {
    others.kept.forEach(this::add);
    omitted += others.omitted;
  }

  boolean isEmpty() {
    return kept.isEmpty() && omitted == 0;
  }

  /** Those that were kept, the most telling kinds first. */
  List<Difference> kept() {
    return kept.stream().sorted(Comparator.comparing(Difference::kind)).toList();
  }

  /** How many were not. */
  long omitted() {
    return omitted;
  }
}
