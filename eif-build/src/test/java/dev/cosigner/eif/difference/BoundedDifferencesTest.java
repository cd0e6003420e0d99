package dev.cosigner.eif.difference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Many harmless differences leave room for the telling ones, and fit into the heap. */
class BoundedDifferencesTest {
  private static final long HEAP = 64 << 20;

  private static Difference time(int file, String path) {
    return Difference.attribute("ramdisk 1", "/" + path + file, "time", "1", "2");
  }

  @Test
  void ofEachKindTheFirstAreKept() {
    BoundedDifferences differences = new BoundedDifferences(HEAP);
    for (int i = 0; i < 5000; i++) {
      differences.add(time(i, ""));
    }
    differences.add(Difference.of(Kind.FILE_CONTENT, "ramdisk 1", "/init", "a", "b"));
    assertThat(differences.kept()).hasSize(1025);
    assertThat(differences.kept().getFirst().kind()).isEqualTo(Kind.FILE_CONTENT);
    assertThat(differences.omitted()).isEqualTo(3976);
    BoundedDifferences all = new BoundedDifferences(HEAP);
    all.addAll(differences);
    assertThat(all.kept()).isEqualTo(differences.kept());
    assertThat(all.omitted()).isEqualTo(3976);
  }

  @Test
  void longNamesLeaveRoomForFewer() {
    BoundedDifferences differences = new BoundedDifferences(HEAP);
    for (int i = 0; i < 1024; i++) {
      differences.add(time(i, "x".repeat(4000)));
    }
    assertThat(differences.kept()).hasSizeBetween(400, 520);
    assertThat(differences.omitted()).isEqualTo(1024 - differences.kept().size());
    assertThat(differences.isEmpty()).isFalse();
  }
}
