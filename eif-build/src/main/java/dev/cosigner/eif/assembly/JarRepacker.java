package dev.cosigner.eif.assembly;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Rewrites a jar so that its bytes depend on its content alone: entries are stored, sorted by name
 * with the manifest first, and carry one fixed time; directory entries, comments and extra fields
 * are gone. A compressed jar would be measured with whatever zlib its builder's system has.
 *
 * <p>The result is a jar like any other, on the class path and on the module path.
 */
public final class JarRepacker {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Far above any jar of an enclave; what is larger is not one. */
  private static final long MAX_CONTENT = 256L << 20;

  private JarRepacker() {}

  /**
   * The repacked form of a jar.
   *
   * @throws ZipException if the file is not a jar, is damaged, names an entry twice, or holds more
   *     than 256 MiB
   */
  public static byte[] repack(Path jar) throws IOException {
    Map<String, byte[]> entries = read(jar);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip zip = new StoredZip(out);
    byte[] manifest = entries.remove(MANIFEST);
    if (manifest != null) {
      // Where JarInputStream looks for it.
      zip.add(MANIFEST, manifest);
    }
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      zip.add(entry.getKey(), entry.getValue());
    }
    zip.finish();
    return out.toByteArray();
  }

  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    long total = 0;
    try (ZipFile zip = new ZipFile(jar.toFile(), StandardCharsets.UTF_8)) {
      for (ZipEntry entry : entries(jar, zip)) {
        byte[] content = content(jar, zip, entry, MAX_CONTENT - total);
        total += content.length;
        contents.put(entry.getName(), content);
      }
    }
    return contents;
  }

  /**
   * All but the directories. A name that is there twice is refused: ZipFile opens either of them.
   */
  private static List<ZipEntry> entries(Path jar, ZipFile zip) throws ZipException {
    Set<String> names = new HashSet<>();
    List<ZipEntry> entries = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!names.add(entry.getName())) {
        throw new ZipException(
            "%s: expected one entry %s, found two".formatted(jar, entry.getName()));
      }
      if (!entry.isDirectory()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static byte[] content(Path jar, ZipFile zip, ZipEntry entry, long limit)
      throws IOException {
    byte[] content;
    try (InputStream in = zip.getInputStream(entry)) {
      content = in.readNBytes((int) limit + 1);
    }
    if (content.length > limit) {
      throw new ZipException("%s: expected at most %d bytes unpacked".formatted(jar, MAX_CONTENT));
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    if (crc.getValue() != entry.getCrc()) {
      throw new ZipException(
          "%s: %s is damaged: expected CRC %08x, found %08x"
              .formatted(jar, entry.getName(), entry.getCrc(), crc.getValue()));
    }
    return content;
  }
}
