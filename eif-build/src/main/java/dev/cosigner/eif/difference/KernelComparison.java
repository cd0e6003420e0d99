package dev.cosigner.eif.difference;

import dev.cosigner.eif.inspection.KernelFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares two kernels by what they tell of themselves, then by their bytes. */
final class KernelComparison {
  private static final String SECTION = "kernel";

  private KernelComparison() {}

  /** Closes the streams, which give both kernels' bytes. */
  static List<Difference> compare(
      KernelFacts first, InputStream firstBytes, KernelFacts second, InputStream secondBytes)
      throws IOException {
    List<Difference> differences = new ArrayList<>();
    if (!first.version().equals(second.version())) {
      differences.add(
          Difference.of(Kind.KERNEL_VERSION, SECTION, first.version(), second.version()));
    }
    boolean bothTell = !first.options().isEmpty() && !second.options().isEmpty();
    if (bothTell) {
      TreeSet<String> names = new TreeSet<>(first.options().keySet());
      names.addAll(second.options().keySet());
      for (String name : names) {
        String a = first.options().getOrDefault(name, "");
        String b = second.options().getOrDefault(name, "");
        if (!a.equals(b)) {
          differences.add(Difference.of(Kind.KERNEL_OPTION, SECTION, name, a, b));
        }
      }
    }
    long mismatch = ImageBytes.mismatch(firstBytes, secondBytes);
    if (differences.isEmpty()) {
      differences.add(
          new Difference(
              Kind.KERNEL,
              SECTION,
              "",
              "bytes from offset " + mismatch + (bothTell ? ", but no option" : ""),
              first.version(),
              second.version(),
              List.of()));
    }
    return differences;
  }
}
