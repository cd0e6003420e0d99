package dev.cosigner.eif.ramdisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Archives with one thing wrong each, and the reason for which each is refused. */
class HostileCpioTest {
  private static final int MAX_ENTRIES = 100;

  private static final String GOOD_HEADER_AND_NAME =
      "070701" + "00000001" + "000081a4" + "0".repeat(16) + "00000001" + "0".repeat(8);

  static void read(byte[] archive) throws IOException {
    CpioReader reader = new CpioReader(new ByteArrayInputStream(archive), MAX_ENTRIES);
    while (reader.next().isPresent()) {
      reader.content().readAllBytes();
    }
  }

  private static ForgedCpio cpio() {
    return new ForgedCpio();
  }

  private static void add(
      Map<String, Map.Entry<Reason, byte[]>> corpus, String name, Reason reason, byte[] archive) {
    corpus.put(name, Map.entry(reason, archive));
  }

  private static Map<String, Map.Entry<Reason, byte[]>> corpus() {
    Map<String, Map.Entry<Reason, byte[]>> corpus = new TreeMap<>();
    byte[] good = cpio().file("a", "hello").end();
    add(corpus, "no bytes", Reason.TRUNCATED, new byte[0]);
    add(corpus, "no trailer", Reason.TRUNCATED, cpio().file("a", "hello").unended());
    add(corpus, "cut in header", Reason.TRUNCATED, Arrays.copyOf(good, 60));
    add(corpus, "cut in content", Reason.TRUNCATED, Arrays.copyOf(good, 114));
    add(corpus, "cut in padding", Reason.TRUNCATED, Arrays.copyOf(good, 118));

    add(corpus, "checksum format", Reason.MAGIC, changed(good, 5, '2'));
    add(corpus, "old binary format", Reason.MAGIC, changed(good, 0, (char) 0x71));
    add(corpus, "octal format", Reason.MAGIC, changed(good, 5, '7'));
    add(corpus, "letter in a field", Reason.FIELD, changed(good, 20, 'g'));
    add(corpus, "sign in a field", Reason.FIELD, changed(good, 6, '-'));
    add(corpus, "space in a field", Reason.FIELD, changed(good, 13, ' '));
    add(corpus, "a checksum", Reason.CHECKSUM, changed(good, 109, '1'));
    add(corpus, "padding", Reason.PADDING, changed(good, 117, 'x'));
    add(corpus, "second archive", Reason.TRAILING_BYTES, concatenated(good, good));
    add(
        corpus,
        "trailer with content",
        Reason.CONTENT,
        cpio().entry("TRAILER!!!", 0, "x").unended());

    add(corpus, "absolute", Reason.NAME, cpio().file("/etc/passwd", "").end());
    add(corpus, "traversal", Reason.NAME, cpio().file("../x", "").end());
    add(corpus, "traversal inside", Reason.NAME, cpio().file("a/../../x", "").end());
    add(corpus, "dot", Reason.NAME, cpio().directory(".").end());
    add(corpus, "dot inside", Reason.NAME, cpio().file("a/./b", "").end());
    add(corpus, "empty component", Reason.NAME, cpio().file("a//b", "").end());
    add(corpus, "slash at the end", Reason.NAME, cpio().directory("a/").end());
    add(corpus, "empty name", Reason.NAME, cpio().file("", "").end());
    add(corpus, "zero in a name", Reason.NAME, cpio().file("a\0b", "").end());
    add(corpus, "escape in a name", Reason.NAME, cpio().file("a\u001b[2Jb", "").end());
    add(corpus, "long name", Reason.NAME, cpio().file("x".repeat(1024), "").end());
    add(
        corpus,
        "name without its zero",
        Reason.NAME,
        cpio().raw(GOOD_HEADER_AND_NAME + "0".repeat(40) + "00000002" + "00000000" + "ab").end());
    add(
        corpus,
        "name of 4 GiB",
        Reason.NAME,
        cpio().raw(GOOD_HEADER_AND_NAME + "0".repeat(40) + "ffffffff" + "00000000" + "a").end());
    add(
        corpus,
        "name not UTF-8",
        Reason.NAME,
        cpio()
            .raw(GOOD_HEADER_AND_NAME + "0".repeat(40) + "00000002" + "00000000")
            .bytes((byte) 0xff, (byte) 0)
            .end());
    add(corpus, "two of a name", Reason.DUPLICATE, cpio().file("a", "").file("a", "x").end());
    add(
        corpus,
        "a link and a file of its name",
        Reason.DUPLICATE,
        cpio().link("a", "b").file("a", "x").end());

    add(corpus, "character device", Reason.FILE_TYPE, cpio().entry("null", 020666, "").end());
    add(corpus, "block device", Reason.FILE_TYPE, cpio().entry("sda", 060660, "").end());
    add(corpus, "pipe", Reason.FILE_TYPE, cpio().entry("pipe", 010644, "").end());
    add(corpus, "socket", Reason.FILE_TYPE, cpio().entry("socket", 0140755, "").end());
    add(corpus, "no type", Reason.FILE_TYPE, cpio().entry("x", 0644, "").end());
    add(corpus, "mode above 16 bits", Reason.FILE_TYPE, cpio().entry("x", 0300644, "").end());
    add(corpus, "set-user-ID", Reason.SET_ID, cpio().entry("su", 0104755, "").end());
    add(corpus, "set-group-ID", Reason.SET_ID, cpio().entry("su", 0102755, "").end());
    add(corpus, "hard link", Reason.HARD_LINK, cpio().entry("a", 0100644, 2, "").end());
    add(corpus, "directory with content", Reason.CONTENT, cpio().entry("d", 040755, "x").end());
    add(corpus, "link without target", Reason.CONTENT, cpio().link("a", "").end());
    add(corpus, "link with long target", Reason.CONTENT, cpio().link("a", "x".repeat(4096)).end());
    add(corpus, "link with zero", Reason.CONTENT, cpio().link("a", "b\0c").end());

    ForgedCpio many = cpio();
    for (int i = 0; i <= MAX_ENTRIES; i++) {
      many.file("f" + i, "");
    }
    add(corpus, "too many entries", Reason.TOO_MANY_ENTRIES, many.end());
    return corpus;
  }

  private static byte[] changed(byte[] archive, int offset, char to) {
    byte[] changed = archive.clone();
    changed[offset] = (byte) to;
    return changed;
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @TestFactory
  Stream<DynamicTest> eachIsRefusedForItsReason() {
    return corpus().entrySet().stream()
        .map(hostile ->
            DynamicTest.dynamicTest(
                hostile.getKey(),
                () -> {
                  RamdiskException e =
                      catchThrowableOfType(
                          RamdiskException.class, () -> read(hostile.getValue().getValue()));
                  assertThat(e).isNotNull();
                  assertThat(e.reason()).as(e.getMessage()).isEqualTo(hostile.getValue().getKey());
                  assertThat(e.getMessage()).doesNotContain("\u001b");
                }));
  }

  @Test
  void zerosBehindTheTrailerAreTheKernelsPadding() {
    byte[] good = cpio().file("a", "hello").end();

    assertThatCode(() -> read(Arrays.copyOf(good, 10_240))).doesNotThrowAnyException();
  }

  @Test
  void anArchiveCutAnywhereIsRefused() {
    byte[] good = cpio().directory("d").file("d/a", "hello").link("l", "d/a").end();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThat(catchThrowableOfType(RamdiskException.class, () -> read(cut)).reason())
          .isEqualTo(Reason.TRUNCATED);
    }
  }
}
