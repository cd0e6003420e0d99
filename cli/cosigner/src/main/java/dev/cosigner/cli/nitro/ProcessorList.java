package dev.cosigner.cli.nitro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The kernel's lists of processors, such as {@code 1,3-5} ("List format", bitmap_parselist). */
final class ProcessorList {
  private static final int MOST = 8192;

  private ProcessorList() {}

  /**
   * Reads a file with one list.
   *
   * @throws IOException if it holds anything else
   */
  static Set<Integer> parse(Path file) throws IOException {
    Set<Integer> processors = new TreeSet<>();
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      return processors;
    }
    for (String range : text.split(",", -1)) {
      if (!range.matches("[0-9]{1,4}(-[0-9]{1,4})?")) {
        throw new IOException(file + ": expected a list of processors, found " + text);
      }
      String[] ends = range.split("-", -1);
      int last = Math.min(MOST, Integer.parseInt(ends[ends.length - 1]));
      for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
        processors.add(i);
      }
    }
    return processors;
  }
}
