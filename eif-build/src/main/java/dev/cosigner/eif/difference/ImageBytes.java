package dev.cosigner.eif.difference;

import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.inspection.InspectedSection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The bytes of an image's sections, read again where they are compared. */
final class ImageBytes {
  private static final int BUFFER = 64 * 1024;

  private final Path image;

  ImageBytes(Path image) {
    this.image = image;
  }

  /** The data of one section. */
  InputStream open(EifSection section) throws IOException {
    return SectionSource.of(image, section).open();
  }

  /** The data of sections in a row. */
  InputStream open(List<InspectedSection> sections) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (InspectedSection section : sections) {
      streams.add(open(section.section()));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** The first offset at which two streams differ, or -1 where they are the same. */
  static long mismatch(InputStream first, InputStream second) throws IOException {
    byte[] a = new byte[BUFFER];
    byte[] b = new byte[BUFFER];
    long offset = 0;
    try (InputStream one = new BufferedInputStream(first);
        InputStream two = new BufferedInputStream(second)) {
      while (true) {
        int countA = one.readNBytes(a, 0, BUFFER);
        int countB = two.readNBytes(b, 0, BUFFER);
        int different = Arrays.mismatch(a, 0, countA, b, 0, countB);
        if (different >= 0) {
          return offset + different;
        }
        if (countA < BUFFER) {
          return -1;
        }
        offset += countA;
      }
    }
  }
}
