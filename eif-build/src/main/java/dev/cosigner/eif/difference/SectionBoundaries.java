package dev.cosigner.eif.difference;

import dev.cosigner.eif.inspection.InspectedSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds sections whose bytes, in a row, are the same in both images while the boundaries between
 * them are not. Registers cover the bytes in a row and cannot tell.
 */
final class SectionBoundaries {
  private static final int SHOWN = 96;

  private final ImageBytes firstBytes;
  private final ImageBytes secondBytes;
  private final List<InspectedSection> first;
  private final List<InspectedSection> second;
  private final List<Difference> differences = new ArrayList<>();

  /**
   * @param first the measured sections of the one image: kernel, command line, ramdisks
   * @param second those of the other
   */
  SectionBoundaries(
      ImageBytes firstBytes,
      List<InspectedSection> first,
      ImageBytes secondBytes,
      List<InspectedSection> second) {
    this.firstBytes = firstBytes;
    this.first = first;
    this.secondBytes = secondBytes;
    this.second = second;
  }

  /** The name of a measured section by its place, such as {@code ramdisk 1}. */
  static String name(int index) {
    return switch (index) {
      case 0 -> "kernel";
      case 1 -> "command line";
      default -> "ramdisk " + (index - 1);
    };
  }

  /**
   * Finds the moved boundaries.
   *
   * @return for each measured section whether its difference is explained by them
   */
  boolean[] find() throws IOException {
    int count = Math.min(first.size(), second.size());
    boolean[] explained = new boolean[Math.max(first.size(), second.size())];
    int start = 0;
    while (start < count) {
      int end = isSame(start) ? start : runFrom(start, count);
      if (end > start) {
        for (int i = start; i < end; i++) {
          explained[i] = true;
        }
        addBoundaries(start, end);
        start = end;
      } else {
        start++;
      }
    }
    return explained;
  }

  List<Difference> differences() {
    return differences;
  }

  private boolean isSame(int index) {
    return first.get(index).digest().equals(second.get(index).digest());
  }

  /** The end of the shortest run from here whose bytes are the same; the start if there is none. */
  private int runFrom(int start, int count) throws IOException {
    long sizes = 0;
    for (int end = start + 1; end <= count; end++) {
      sizes += size(first, end - 1) - size(second, end - 1);
      if (sizes == 0 && end - start > 1) {
        long mismatch =
            ImageBytes.mismatch(
                firstBytes.open(first.subList(start, end)),
                secondBytes.open(second.subList(start, end)));
        return mismatch < 0 ? end : start;
      }
    }
    return start;
  }

  private static long size(List<InspectedSection> sections, int index) {
    return sections.get(index).section().size();
  }

  private void addBoundaries(int start, int end) throws IOException {
    long inFirst = 0;
    long inSecond = 0;
    for (int i = start; i < end - 1; i++) {
      inFirst += size(first, i);
      inSecond += size(second, i);
      if (inFirst != inSecond) {
        addBoundary(i, start, end, inFirst, inSecond);
      }
    }
  }

  private void addBoundary(int index, int start, int end, long inFirst, long inSecond)
      throws IOException {
    long moved = Math.abs(inFirst - inSecond);
    String bytes = text(first.subList(start, end), Math.min(inFirst, inSecond), moved);
    String left = "%d bytes at the end of the %s: %s".formatted(moved, name(index), bytes);
    String right = "the same bytes at the start of the %s".formatted(name(index + 1));
    boolean leftInFirst = inFirst > inSecond;
    differences.add(
        Difference.of(
            Kind.BOUNDARY,
            name(index) + " and " + name(index + 1),
            leftInFirst ? left : right,
            leftInFirst ? right : left));
  }

  private String text(List<InspectedSection> run, long offset, long length) throws IOException {
    try (InputStream in = firstBytes.open(run)) {
      in.skipNBytes(offset);
      byte[] bytes = in.readNBytes((int) Math.min(SHOWN, length));
      String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
      return "'" + text + (length > SHOWN ? "'..." : "'");
    }
  }
}
