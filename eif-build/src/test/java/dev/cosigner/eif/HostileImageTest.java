package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.EifException.Reason;
import dev.cosigner.eif.Images.Forged;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A corpus of images with one thing wrong each, and the reason for which each is refused. */
class HostileImageTest {
  private static final int VERSION = 4;
  private static final int FLAGS = 6;
  private static final int RESERVED = 0x18;
  private static final int COUNT = 0x1a;
  private static final int OFFSETS = 0x1c;
  private static final int SIZES = 0x11c;
  private static final int UNUSED = 0x21c;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Hostile(String name, Reason reason, byte[] image) {}

  static List<Hostile> corpus() {
    List<Hostile> corpus = new ArrayList<>();
    byte[] good = image().build();
    corpus.add(new Hostile("no bytes", Reason.MAGIC, new byte[0]));
    corpus.add(new Hostile("half a magic", Reason.MAGIC, Images.ascii(".e")));
    corpus.add(new Hostile("half a header", Reason.TRUNCATED, Images.truncated(good, 300)));
    corpus.add(
        new Hostile(
            "last byte missing", Reason.TRUNCATED, Images.truncated(good, good.length - 1)));
    corpus.add(
        new Hostile(
            "one byte more", Reason.TRAILING_BYTES, Images.truncated(good, good.length + 1)));

    add(corpus, "ELF magic", Reason.MAGIC, image().patch(0, Images.ascii("\u007fELF")));
    add(corpus, "version 3", Reason.VERSION, image().patch(VERSION, (byte) 0, (byte) 3));
    add(corpus, "version 260", Reason.VERSION, image().patch(VERSION, (byte) 1, (byte) 4));
    add(corpus, "undefined flag", Reason.FLAGS, image().patch(FLAGS, (byte) 0, (byte) 2));
    add(corpus, "reserved before count", Reason.RESERVED, image().patch(RESERVED + 1, (byte) 1));
    add(corpus, "reserved before CRC", Reason.RESERVED, image().patch(UNUSED, (byte) 1));
    add(corpus, "one section", Reason.SECTION_COUNT, new Forged().with(1, "kernel"));
    add(corpus, "no section", Reason.SECTION_COUNT, image().patch(COUNT, (byte) 0, (byte) 0));
    add(corpus, "65535 sections", Reason.SECTION_COUNT, image().patch(COUNT, (byte) -1, (byte) -1));
    add(corpus, "33 sections", Reason.SECTION_COUNT, withRamdisks(image(), 28));
    add(corpus, "hidden ramdisk", Reason.UNUSED_SLOT, image().patch(COUNT + 1, (byte) 4));
    add(
        corpus,
        "offset in unused slot",
        Reason.UNUSED_SLOT,
        image().patchLong(OFFSETS + 8 * 31, 1));
    add(corpus, "size in unused slot", Reason.UNUSED_SLOT, image().patchLong(SIZES + 8 * 5, 1));

    add(corpus, "offset 2^63", Reason.SECTION_BOUNDS, image().patchLong(OFFSETS, Long.MIN_VALUE));
    add(corpus, "size 2^63", Reason.SECTION_BOUNDS, image().patchLong(SIZES, Long.MIN_VALUE));
    add(corpus, "size 2^64 - 1", Reason.SECTION_BOUNDS, image().patchLong(SIZES + 32, -1));
    add(corpus, "size 2^63 - 1", Reason.TRUNCATED, image().patchLong(SIZES, Long.MAX_VALUE));
    add(corpus, "size 4 GiB", Reason.TRUNCATED, image().patchLong(SIZES + 32, 1L << 32));
    add(corpus, "section inside header", Reason.OVERLAP, image().patchLong(OFFSETS, 0));
    add(
        corpus,
        "command line over kernel",
        Reason.OVERLAP,
        image().patchLong(OFFSETS + 8, image().offsetOf(0)));
    add(corpus, "gap before kernel", Reason.GAP, image().patchLong(OFFSETS, 549));
    add(
        corpus,
        "sections swapped in the table",
        Reason.GAP,
        image()
            .patchLong(OFFSETS + 24, image().offsetOf(4))
            .patchLong(OFFSETS + 32, image().offsetOf(3)));
    add(corpus, "sizes one less", Reason.GAP, image().patchLong(SIZES, 5));

    int kernel = image().offsetOf(0);
    add(corpus, "section type 0", Reason.SECTION_TYPE, image().patch(kernel + 1, (byte) 0));
    add(corpus, "section type 6", Reason.SECTION_TYPE, image().patch(kernel + 1, (byte) 6));
    add(corpus, "section type 257", Reason.SECTION_TYPE, image().patch(kernel, (byte) 1));
    add(corpus, "section flags", Reason.SECTION_FLAGS, image().patch(kernel + 3, (byte) 1));
    add(corpus, "stale size", Reason.SECTION_SIZE, image().patchLong(kernel + 4, 7));
    add(corpus, "size -1 in section", Reason.SECTION_SIZE, image().patchLong(kernel + 4, -1));

    add(corpus, "empty kernel", Reason.EMPTY_SECTION, replaced(0, 1, ""));
    add(corpus, "empty ramdisk", Reason.EMPTY_SECTION, replaced(3, 3, ""));
    add(corpus, "empty metadata", Reason.EMPTY_SECTION, replaced(2, 5, ""));
    add(corpus, "empty signature", Reason.EMPTY_SECTION, image().with(4, ""));
    add(corpus, "long command line", Reason.SECTION_TOO_LARGE, replaced(1, 2, "x".repeat(2049)));
    add(corpus, "large signature", Reason.SECTION_TOO_LARGE, image().with(4, "x".repeat(32769)));
    add(corpus, "large metadata", Reason.SECTION_TOO_LARGE, replaced(2, 5, "x".repeat(1048577)));

    add(corpus, "kernel last", Reason.SECTION_ORDER, image().without(0).with(1, "kernel"));
    add(corpus, "command line last", Reason.SECTION_ORDER, image().without(1).with(2, "cmdline"));
    add(
        corpus,
        "signature before ramdisk",
        Reason.SECTION_ORDER,
        image().with(4, "signature").with(3, "rd2"));
    add(corpus, "second kernel", Reason.DUPLICATE_SECTION, image().with(1, "kernel"));
    add(corpus, "second command line", Reason.DUPLICATE_SECTION, image().with(2, "cmdline"));
    add(corpus, "second metadata", Reason.DUPLICATE_SECTION, image().with(5, "{}"));
    add(corpus, "no kernel", Reason.NO_KERNEL, image().without(0));
    add(corpus, "no command line", Reason.NO_COMMAND_LINE, image().without(1));
    add(corpus, "no metadata", Reason.NO_METADATA, image().without(2));

    add(corpus, "metadata an array", Reason.METADATA, replaced(2, 5, "[]"));
    add(corpus, "metadata without fields", Reason.METADATA, replaced(2, 5, "{}"));
    add(corpus, "metadata cut off", Reason.METADATA, replaced(2, 5, "{\"ImageName\":"));
    add(corpus, "metadata nested", Reason.METADATA, replaced(2, 5, "[".repeat(100_000)));
    String metadata = new String(Images.METADATA.toJson(), java.nio.charset.StandardCharsets.UTF_8);
    add(corpus, "metadata twice", Reason.METADATA, replaced(2, 5, metadata + metadata));
    add(
        corpus,
        "metadata with a name twice",
        Reason.METADATA,
        replaced(2, 5, metadata.replace("{\"ImageName\"", "{\"ImageName\":\"a\",\"ImageName\"")));
    add(
        corpus,
        "metadata with a number as name",
        Reason.METADATA,
        replaced(2, 5, metadata.replace("\"test\"", "7")));

    add(corpus, "wrong CRC", Reason.CRC, image().patch(0x220, (byte) 0).withStaleCrc());
    add(corpus, "bit of kernel", Reason.CRC, image().patch(kernel + 12, (byte) 'K').withStaleCrc());
    add(corpus, "bit of default memory", Reason.CRC, image().patch(8, (byte) 1).withStaleCrc());
    return corpus;
  }

  private static Forged image() {
    return Forged.withArchives();
  }

  private static Forged replaced(int index, int type, String data) {
    Forged forged = image();
    forged.parts.set(index, new Images.Part(type, Images.ascii(data)));
    return forged;
  }

  private static Forged withRamdisks(Forged forged, int count) {
    for (int i = 0; i < count; i++) {
      forged.with(3, "more");
    }
    return forged;
  }

  private static void add(List<Hostile> corpus, String name, Reason reason, Forged forged) {
    corpus.add(new Hostile(name, reason, forged.build()));
  }

  @TestFactory
  List<DynamicTest> eachIsRefusedForItsReason() {
    return corpus().stream()
        .map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> refused(hostile)))
        .toList();
  }

  private static void refused(Hostile hostile) {
    EifException e = catchThrowableOfType(EifException.class, () -> Images.read(hostile.image()));
    assertThat(e).as(hostile.name()).isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(hostile.reason());
  }

  @Test
  void everyReasonHasAnImage() {
    Set<Reason> reasons = EnumSet.allOf(Reason.class);
    corpus().forEach(hostile -> reasons.remove(hostile.reason()));
    // Not about the file alone: see ImageUnpackerTest.
    assertThat(reasons).containsExactly(Reason.MEASUREMENTS);
  }

  @Test
  void anImageCutAnywhereIsRefused() {
    byte[] good = image().build();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Images.truncated(good, length);
      assertThat(catchThrowableOfType(EifException.class, () -> Images.read(cut)).reason())
          .isIn(Reason.MAGIC, Reason.TRUNCATED);
    }
  }

  @Test
  void anImageWithAnyBitFlippedIsRefused() {
    byte[] good = image().build();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(catchThrowableOfType(EifException.class, () -> Images.read(flipped)))
          .as("bit %d", bit)
          .isNotNull();
    }
  }
}
