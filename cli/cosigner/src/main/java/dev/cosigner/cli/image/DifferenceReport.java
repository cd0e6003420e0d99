package dev.cosigner.cli.image;

import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.RegisterDifference;
import dev.cosigner.eif.difference.Difference;
import dev.cosigner.eif.difference.ImageComparison;
import dev.cosigner.eif.difference.Kind;
import dev.cosigner.eif.inspection.InspectedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How two images differ, and what to do about it: as a document, and for people. */
public final class DifferenceReport {
  /** Differences of one kind in one section that people see; the document has all. */
  private static final int SHOWN = 8;

  private final Path firstFile;
  private final InspectedImage first;
  private final Path secondFile;
  private final InspectedImage second;
  private final ImageComparison comparison;

  public DifferenceReport(
      Path firstFile,
      InspectedImage first,
      Path secondFile,
      InspectedImage second,
      ImageComparison comparison) {
    this.firstFile = firstFile;
    this.first = first;
    this.secondFile = secondFile;
    this.second = second;
    this.comparison = comparison;
  }

  private Set<Kind> kinds() {
    return comparison.differences().stream()
        .map(Difference::kind)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** All of it, for scripts. */
  public Map<String, Object> document() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("same", comparison.isSame());
    tree.put("sameMeasurements", comparison.measuresTheSame());
    tree.put(
        "registers",
        RegisterDifference.between(first.measurements(), second.measurements()).stream()
            .map(DifferenceReport::register)
            .toList());
    tree.put("differences", comparison.differences().stream().map(DifferenceReport::tree).toList());
    tree.put("omitted", comparison.omitted());
    tree.put("advice", kinds().stream().map(Kind::advice).toList());
    return tree;
  }

  private static Map<String, Object> register(RegisterDifference difference) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("register", difference.register());
    tree.put("covers", difference.covers());
    tree.put("a", difference.expected().hex());
    tree.put("b", difference.found().hex());
    return tree;
  }

  private static Map<String, Object> tree(Difference difference) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", difference.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    tree.put("section", difference.section());
    tree.put("path", difference.path());
    tree.put("attribute", difference.attribute());
    tree.put("a", difference.first());
    tree.put("b", difference.second());
    tree.put("inside", difference.inside());
    tree.put("registers", difference.registers());
    return tree;
  }

  /** The lines for people, without a newline after the last. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add("A: " + Printable.of(firstFile.toString()));
    lines.add("B: " + Printable.of(secondFile.toString()));
    lines.add("");
    if (comparison.isSame()) {
      lines.add("The images are the same: all sections, and PCR0, PCR1 and PCR2.");
      return String.join("\n", lines);
    }
    addVerdict(lines);
    addDifferences(lines);
    if (comparison.omitted() > 0) {
      lines.add("");
      lines.add(
          "%d more differences are left out; a larger heap (JAVA_TOOL_OPTIONS=-Xmx4g) has room for more"
              .formatted(comparison.omitted()));
    }
    lines.add("");
    lines.add("What it means and what to do:");
    for (Kind kind : kinds()) {
      lines.add("- " + kind.advice());
    }
    return String.join("\n", lines);
  }

  private void addVerdict(List<String> lines) {
    List<RegisterDifference> registers =
        RegisterDifference.between(first.measurements(), second.measurements());
    if (registers.isEmpty()) {
      lines.add(
          "The images measure the same: key policies and attestation cannot tell them apart.");
      if (kinds().contains(Kind.BOUNDARY)) {
        lines.add("Yet they are not alike: what the kernel is given is not the same.");
      } else {
        lines.add("They differ only in what PCR0, PCR1 and PCR2 do not cover.");
      }
      return;
    }
    lines.add(
        "The images measure differently: "
            + registers.stream()
                .map(difference -> difference.register() + " (" + difference.covers() + ")")
                .collect(Collectors.joining(", "))
            + ".");
    for (RegisterDifference register : registers) {
      lines.add("  %s  A %s".formatted(register.register(), register.expected()));
      lines.add("        B %s".formatted(register.found()));
    }
  }

  private void addDifferences(List<String> lines) {
    Map<String, List<Difference>> groups = new LinkedHashMap<>();
    for (Difference difference : comparison.differences()) {
      groups
          .computeIfAbsent(difference.section() + difference.kind(), key -> new ArrayList<>())
          .add(difference);
    }
    for (List<Difference> group : groups.values()) {
      Difference head = group.getFirst();
      lines.add("");
      lines.add(capital(head.section()) + ": " + title(head, group.size()) + shows(head));
      for (Difference difference : group.subList(0, Math.min(SHOWN, group.size()))) {
        lines.addAll(lines(difference));
      }
      if (group.size() > SHOWN) {
        lines.add("  and %d more; --json lists all".formatted(group.size() - SHOWN));
      }
    }
  }

  private static String title(Difference difference, int count) {
    String text =
        switch (difference.kind()) {
          case BOUNDARY -> "bytes moved over the boundary";
          case CRC -> "CRC";
          case KERNEL_VERSION -> "another kernel";
          case KERNEL_OPTION -> "another configuration";
          case KERNEL -> "other bytes of a kernel of the same name";
          case COMMAND_LINE -> "other words";
          case SECTIONS -> "another number of ramdisks";
          case COMPRESSION -> "the same archive, compressed otherwise";
          case COMPRESSOR -> "compressed by other means";
          case FILE_MISSING -> "files in one image alone";
          case FILE_CONTENT -> "files with other content";
          case FILE_REPACKED -> "jars or zips of the same content, packed otherwise";
          case FILE_ATTRIBUTE -> "files with other attributes";
          case FILE_ORDER -> "another order of the same files";
          case ARCHIVE -> "another archive of the same files";
          case OPAQUE -> "other bytes, not looked into";
          case SIGNATURE -> "another signer";
          case SIGNED_ANEW -> "signed anew by the same signer";
          case HEADER, METADATA -> "other values";
          case SECTION_ORDER -> "another order of the sections";
        };
    return count == 1 ? text : "%s (%d)".formatted(text, count);
  }

  private static String shows(Difference difference) {
    return difference.registers().isEmpty()
        ? ", in no register"
        : ", in " + String.join(" and ", difference.registers());
  }

  private static List<String> lines(Difference difference) {
    List<String> lines = new ArrayList<>();
    String name =
        List.of(difference.path(), difference.attribute()).stream()
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    if (!name.isEmpty()) {
      lines.add("  " + name);
    }
    String indent = name.isEmpty() ? "  " : "    ";
    lines.add(indent + "A " + shown(difference.first()));
    lines.add(indent + "B " + shown(difference.second()));
    difference.inside().forEach(line -> lines.add(indent + "in it: " + line));
    return lines;
  }

  private static String shown(String text) {
    return text.isEmpty() ? "(none)" : text;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
