package dev.cosigner.eif.difference;

import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.difference.RamdiskComparison.OtherContent;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.initramfs.InitramfsReader;
import dev.cosigner.eif.initramfs.ListingLimits;
import dev.cosigner.eif.inspection.InspectedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The contents of files that differ, taken out of two ramdisks into a folder of their own to be
 * compared. Names of the ramdisk never become names of files.
 */
final class FileContents implements AutoCloseable {
  /** More files are named, but not looked into. */
  static final int MAX_FILES = 32;

  /** Bytes of one file that are looked into. */
  private static final long MAX_BYTES = 256L << 20;

  private final String section;
  private final Path folder;

  FileContents(String section) throws IOException {
    this.section = section;
    this.folder = Files.createTempDirectory("cosigner-diff");
    // For a program that is interrupted; what is added later is deleted earlier.
    folder.toFile().deleteOnExit();
  }

  /** Compares the contents of files, of the first 32 byte by byte. */
  List<Difference> compare(
      ImageBytes first,
      EifSection firstSection,
      ImageBytes second,
      EifSection secondSection,
      List<OtherContent> others)
      throws IOException {
    Set<String> wanted =
        others.stream().limit(MAX_FILES).map(OtherContent::path).collect(Collectors.toSet());
    Map<String, Path> a;
    Map<String, Path> b;
    try (InputStream one = first.open(firstSection);
        InputStream other = second.open(secondSection)) {
      a = extract(one, "a", wanted);
      b = extract(other, "b", wanted);
    }
    List<Difference> differences = new ArrayList<>();
    for (OtherContent other : others) {
      differences.add(difference(other, a.get(other.path()), b.get(other.path())));
    }
    return differences;
  }

  private Map<String, Path> extract(InputStream ramdisk, String prefix, Set<String> wanted)
      throws IOException {
    Map<String, Path> files = new HashMap<>();
    EntryKeys keys = new EntryKeys();
    try (InitramfsReader reader = new InitramfsReader(ramdisk, ListingLimits.DEFAULT)) {
      for (Optional<InitramfsEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        String key = keys.next(next.get());
        if (wanted.contains(key) && next.get().size() <= MAX_BYTES) {
          Path file = folder.resolve(prefix + files.size());
          file.toFile().deleteOnExit();
          try (OutputStream out = Files.newOutputStream(file)) {
            reader.content().transferTo(out);
          }
          files.put(key, file);
        }
      }
    }
    return files;
  }

  /**
   * @param a the file's content, or null where it was not taken out
   * @param b likewise
   */
  private Difference difference(OtherContent other, Path a, Path b) throws IOException {
    boolean taken = a != null && b != null;
    Optional<ZipComparison> zip = taken ? ZipComparison.of(a, b) : Optional.empty();
    return new Difference(
        zip.filter(ZipComparison::isRepacked).isPresent() ? Kind.FILE_REPACKED : Kind.FILE_CONTENT,
        section,
        other.path(),
        taken ? "content from byte " + Files.mismatch(a, b) : "content",
        content(other.first()),
        content(other.second()),
        zip.map(ZipComparison::lines).orElse(List.of()));
  }

  private static String content(InspectedFile file) {
    return file.digest().isEmpty()
        ? "empty"
        : "%d bytes, SHA-256 %s".formatted(file.entry().size(), file.digest());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
