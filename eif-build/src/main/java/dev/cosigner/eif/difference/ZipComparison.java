package dev.cosigner.eif.difference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares two jars or zips by their directories: nothing in them is unpacked.
 *
 * @param lines one for each entry that differs, at most 13
 * @param isRepacked whether all entries have the same content
 */
record ZipComparison(List<String> lines, boolean isRepacked) {
  private static final int MAX_LINES = 12;

  /** A directory of a larger one would not fit into a small heap. */
  private static final long MAX_BYTES = 32 << 20;

  /** Empty where one of the files is no zip. */
  static Optional<ZipComparison> of(Path first, Path second) throws IOException {
    if (Files.size(first) > MAX_BYTES || Files.size(second) > MAX_BYTES) {
      return Optional.empty();
    }
    try (ZipFile a = new ZipFile(first.toFile());
        ZipFile b = new ZipFile(second.toFile())) {
      return Optional.of(compare(entries(a), entries(b)));
    } catch (IOException | IllegalArgumentException e) {
      // Most files are no zips, and hostile ones need not be looked into.
      return Optional.empty();
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      entries.put(entry.getName(), entry);
    }
    return entries;
  }

  private static ZipComparison compare(Map<String, ZipEntry> first, Map<String, ZipEntry> second) {
    List<String> contents = new ArrayList<>();
    List<String> packing = new ArrayList<>();
    first.forEach((name, a) -> {
      ZipEntry b = second.get(name);
      if (b == null) {
        contents.add(name + ": in A alone");
      } else if (a.getCrc() != b.getCrc() || a.getSize() != b.getSize()) {
        contents.add(
            "%s: other content, A %d bytes, B %d bytes".formatted(name, a.getSize(), b.getSize()));
      } else if (a.getTime() != b.getTime()) {
        packing.add("%s: time, A %s, B %s".formatted(name, a.getTimeLocal(), b.getTimeLocal()));
      } else if (a.getMethod() != b.getMethod() || a.getCompressedSize() != b.getCompressedSize()) {
        packing.add(
            "%s: packed to %d bytes in A, %d in B"
                .formatted(name, a.getCompressedSize(), b.getCompressedSize()));
      }
    });
    second.keySet().stream()
        .filter(name -> !first.containsKey(name))
        .forEach(name -> contents.add(name + ": in B alone"));
    boolean repacked = contents.isEmpty();
    if (repacked && !List.copyOf(first.keySet()).equals(List.copyOf(second.keySet()))) {
      packing.add("its entries lie in another order");
    }
    if (repacked && packing.isEmpty()) {
      packing.add("its entries are the same, packed otherwise");
    }
    return new ZipComparison(bounded(repacked ? packing : contents), repacked);
  }

  private static List<String> bounded(List<String> lines) {
    if (lines.size() <= MAX_LINES) {
      return List.copyOf(lines);
    }
    List<String> bounded = new ArrayList<>(lines.subList(0, MAX_LINES));
    bounded.add("and %d more".formatted(lines.size() - MAX_LINES));
    return bounded;
  }
}
