package dev.cosigner.eif.difference;

import dev.cosigner.eif.initramfs.InitramfsEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * Names the entries of a ramdisk, in order, each by a key of its own: {@code /a}, and {@code entry
 * 2 of /a} where the archives have the path again. Paths begin with a slash, so no file can be
 * named like another one's key.
 */
final class EntryKeys {
  private final Map<String, Integer> counts = new HashMap<>();

  String next(InitramfsEntry entry) {
    String path = "/" + entry.name();
    int count = counts.merge(path, 1, Integer::sum);
    return count == 1 ? path : "entry " + count + " of " + path;
  }
}
