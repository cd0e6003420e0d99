package dev.cosigner.eif.difference;

import dev.cosigner.eif.initramfs.ArchiveMember;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.inspection.InspectedFile;
import dev.cosigner.eif.inspection.InspectedRamdisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares two ramdisks whose bytes differ: file by file, then by their order, then by what lies
 * around the files.
 */
final class RamdiskComparison {
  private final String section;
  private final InspectedRamdisk first;
  private final InspectedRamdisk second;
  private final Map<String, InspectedFile> firstFiles;
  private final Map<String, InspectedFile> secondFiles;
  private final BoundedDifferences differences = new BoundedDifferences();
  private final List<OtherContent> otherContent = new ArrayList<>();

  /** A file whose content differs. */
  record OtherContent(String path, InspectedFile first, InspectedFile second) {}

  RamdiskComparison(String section, InspectedRamdisk first, InspectedRamdisk second) {
    this.section = section;
    this.first = first;
    this.second = second;
    this.firstFiles = byPath(first);
    this.secondFiles = byPath(second);
  }

  /** Files by path; of several entries for one path, each has its own key. */
  private static Map<String, InspectedFile> byPath(InspectedRamdisk ramdisk) {
    Map<String, InspectedFile> files = new LinkedHashMap<>();
    EntryKeys keys = new EntryKeys();
    ramdisk.files().forEach(file -> files.put(keys.next(file.entry()), file));
    return files;
  }

  /** The differences but those of contents, which {@link #otherContent()} names. */
  BoundedDifferences compare() {
    if (first.refusal().isPresent() || second.refusal().isPresent()) {
      differences.add(Difference.of(Kind.OPAQUE, section, refusal(first), refusal(second)));
      return differences;
    }
    firstFiles.forEach(this::compareFile);
    secondFiles.forEach((path, file) -> {
      if (!firstFiles.containsKey(path)) {
        differences.add(Difference.of(Kind.FILE_MISSING, section, path, "", description(file)));
      }
    });
    if (differences.isEmpty() && otherContent.isEmpty()) {
      compareOrder();
    }
    if (differences.isEmpty() && otherContent.isEmpty()) {
      compareArchives();
    } else if (!compressions(first).equals(compressions(second))) {
      differences.add(
          Difference.of(Kind.COMPRESSOR, section, compressed(first), compressed(second)));
    }
    return differences;
  }

  /** Files whose contents differ, in the first image's order. */
  List<OtherContent> otherContent() {
    return otherContent;
  }

  private static String refusal(InspectedRamdisk ramdisk) {
    return ramdisk.refusal().map(e -> "not readable: " + e.getMessage()).orElse("readable");
  }

  private void compareFile(String path, InspectedFile a) {
    InspectedFile b = secondFiles.get(path);
    if (b == null) {
      differences.add(Difference.of(Kind.FILE_MISSING, section, path, description(a), ""));
      return;
    }
    InitramfsEntry one = a.entry();
    InitramfsEntry other = b.entry();
    compare(path, "type", type(one), type(other));
    if (one.type() == other.type()) {
      compare(path, "mode", octal(one), octal(other));
      compare(path, "link target", one.target(), other.target());
      compare(path, "device", one.deviceNumbers(), other.deviceNumbers());
    }
    compare(path, "owner", owner(one), owner(other));
    compare(path, "time", time(one), time(other));
    // A directory's count is that of its subdirectories, which are compared themselves.
    if (one.type() != InitramfsEntry.Type.DIRECTORY) {
      compare(path, "names (hard links)", "" + one.links(), "" + other.links());
    }
    compare(path, "hard link", hardLink(one), hardLink(other));
    compare(path, "archive", "number " + (one.member() + 1), "number " + (other.member() + 1));
    if (one.type() == other.type() && !a.digest().equals(b.digest())) {
      otherContent.add(new OtherContent(path, a, b));
    }
  }

  private void compare(String path, String attribute, String a, String b) {
    if (!a.equals(b)) {
      differences.add(Difference.attribute(section, path, attribute, a, b));
    }
  }

  private static String hardLink(InitramfsEntry entry) {
    return entry.hardLink().isEmpty() ? "a file of its own" : "to /" + entry.hardLink();
  }

  private static String type(InitramfsEntry entry) {
    return entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String octal(InitramfsEntry entry) {
    return "%04o".formatted(entry.mode() & 07777);
  }

  private static String owner(InitramfsEntry entry) {
    return entry.owner() + ":" + entry.group();
  }

  private static String time(InitramfsEntry entry) {
    return Instant.ofEpochSecond(entry.modified()).toString();
  }

  private static String description(InspectedFile file) {
    return switch (file.entry().type()) {
      case FILE -> "a file of %d bytes".formatted(file.entry().size());
      case SYMBOLIC_LINK -> "a link to " + file.entry().target();
      default -> "a " + type(file.entry());
    };
  }

  private void compareOrder() {
    List<String> a = new ArrayList<>(firstFiles.keySet());
    List<String> b = new ArrayList<>(secondFiles.keySet());
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        differences.add(
            new Difference(
                Kind.FILE_ORDER,
                section,
                "",
                "from entry %d of %d on".formatted(i + 1, a.size()),
                a.get(i),
                b.get(i),
                List.of()));
        return;
      }
    }
  }

  private void compareArchives() {
    if (archives(first, ArchiveMember::unpackedDigest)
        .equals(archives(second, ArchiveMember::unpackedDigest))) {
      addCompression();
      return;
    }
    String a = "archives of %s bytes".formatted(archives(first, ArchiveMember::unpackedSize));
    String b = "archives of %s bytes".formatted(archives(second, ArchiveMember::unpackedSize));
    boolean inodes =
        firstFiles.entrySet().stream()
            .anyMatch(file ->
                file.getValue().entry().inode() != secondFiles.get(file.getKey()).entry().inode());
    String attribute = inodes ? "inode numbers" : "padding or device numbers of files";
    differences.add(new Difference(Kind.ARCHIVE, section, "", attribute, a, b, List.of()));
  }

  private void addCompression() {
    differences.add(
        Difference.of(Kind.COMPRESSION, section, compressed(first), compressed(second)));
  }

  private static String compressed(InspectedRamdisk ramdisk) {
    return "%s: %s bytes of %s, %d entries"
        .formatted(
            compressions(ramdisk),
            archives(ramdisk, ArchiveMember::size),
            archives(ramdisk, ArchiveMember::unpackedSize),
            ramdisk.files().size());
  }

  private static String compressions(InspectedRamdisk ramdisk) {
    return archives(ramdisk, ArchiveMember::compression);
  }

  private static String archives(InspectedRamdisk ramdisk, Function<ArchiveMember, Object> value) {
    return ramdisk.members().stream()
        .map(value)
        .map(Object::toString)
        .collect(Collectors.joining(" + "));
  }
}
