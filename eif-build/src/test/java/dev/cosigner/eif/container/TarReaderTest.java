package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.container.ForgedTar.Header;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives as POSIX and GNU write them, and ones with one thing wrong each. */
class TarReaderTest {
  static List<TarEntry> read(byte[] archive) throws IOException {
    List<TarEntry> entries = new ArrayList<>();
    TarReader reader = new TarReader(new ByteArrayInputStream(archive));
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      entries.add(next.get());
    }
    return entries;
  }

  private static ForgedTar tar() {
    return new ForgedTar();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void everyTypeIsRead() throws IOException {
    List<TarEntry> entries =
        read(
            tar()
                .directory("./")
                .entry(new Header("./bin/", '5', 0).mode(01777).owner(7, 8))
                .file("./bin/data", "hello")
                .hardLink("bin/again", "./bin/data")
                .link("bin/soft", "../bin//data")
                .entry(new Header("dev/null", '3', 0).octal(329, 8, 1).octal(337, 8, 3))
                .entry(new Header("dev/sda", '4', 0).octal(329, 8, 8).octal(337, 8, 16))
                .entry(new Header("pipe", '6', 0).mode(04711))
                .end());
    assertThat(entries)
        .containsExactly(
            new TarEntry("", TarEntry.Type.DIRECTORY, 0755, 0, 0, 0, 512, "", 0, 0),
            new TarEntry("bin", TarEntry.Type.DIRECTORY, 01777, 7, 8, 0, 1024, "", 0, 0),
            new TarEntry("bin/data", TarEntry.Type.FILE, 0644, 0, 0, 5, 1536, "", 0, 0),
            new TarEntry(
                "bin/again", TarEntry.Type.HARD_LINK, 0644, 0, 0, 0, 2560, "bin/data", 0, 0),
            new TarEntry(
                "bin/soft", TarEntry.Type.SYMBOLIC_LINK, 0777, 0, 0, 0, 3072, "../bin//data", 0, 0),
            new TarEntry("dev/null", TarEntry.Type.CHARACTER_DEVICE, 0644, 0, 0, 0, 3584, "", 1, 3),
            new TarEntry("dev/sda", TarEntry.Type.BLOCK_DEVICE, 0644, 0, 0, 0, 4096, "", 8, 16),
            new TarEntry("pipe", TarEntry.Type.PIPE, 04711, 0, 0, 0, 4608, "", 0, 0));
  }

  @Test
  void longNamesAndNumbersOfBothFormsAreHonoured() throws IOException {
    String name = "d/".repeat(60) + "\u00fc".repeat(100);
    List<TarEntry> entries =
        read(
            tar()
                .pax(
                    "path=" + name,
                    "uid=2147483647",
                    "mtime=1.5",
                    "SCHILY.xattr.security.selinux=x")
                .file("short", "x")
                .special('L', ascii("l".repeat(150) + "\0"))
                .special('K', ascii("k".repeat(150) + "\0"))
                .link("short", "short")
                .entry(
                    new Header("big", '0', 0)
                        .text(257, "ustar  \0")
                        .text(345, "no prefix")
                        .bytes(108, 0x80, 0, 0, 0, 0, 1, 0, 0))
                .entry(new Header("name", '0', 0).text(345, "prefix/of"))
                .special('g', ascii("13 comment=x\n"))
                .end());
    assertThat(entries)
        .extracting(TarEntry::path)
        .containsExactly(name, "l".repeat(150), "big", "prefix/of/name");
    assertThat(entries.get(0).uid()).isEqualTo(Integer.MAX_VALUE);
    assertThat(entries.get(1).target()).isEqualTo("k".repeat(150));
    assertThat(entries.get(2).uid()).isEqualTo(1 << 16);
  }

  private static Arguments hostile(String name, Reason reason, byte[] archive) {
    return Arguments.of(name, reason, archive);
  }

  static Stream<Arguments> hostileArchives() {
    byte[] good = tar().file("a", "hello").end();
    byte[] changed = good.clone();
    changed[0] ^= 1;
    byte[] noMagic = new Header("a", '0', 0).bytes(257, 0, 0, 0, 0, 0, 0, 0, 0).sealed();
    return Stream.of(
        hostile("no-bytes", Reason.TRUNCATED, new byte[0]),
        hostile("no-end", Reason.TRUNCATED, tar().file("a", "hello").unended()),
        hostile("one-block-of-zeros", Reason.TRUNCATED, Arrays.copyOf(good, good.length - 512)),
        hostile("cut-in-header", Reason.TRUNCATED, Arrays.copyOf(good, 511)),
        hostile("cut-in-content", Reason.TRUNCATED, Arrays.copyOf(good, 514)),
        hostile("cut-in-padding", Reason.TRUNCATED, Arrays.copyOf(good, 520)),
        hostile(
            "size-of-2-to-the-62",
            Reason.TRUNCATED,
            tar()
                .entry(new Header("a", '0', 0).bytes(124, 0x80, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0))
                .end()),
        hostile(
            "size-of-2-to-the-63",
            Reason.FIELD,
            tar()
                .entry(new Header("a", '0', 0).bytes(124, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0))
                .end()),
        hostile(
            "negative-size",
            Reason.FIELD,
            tar().entry(new Header("a", '0', 0).bytes(124, -1, -1, -1, -1, -1, -1, -1, -1)).end()),
        hostile(
            "letters-as-size",
            Reason.FIELD,
            tar().entry(new Header("a", '0', 0).text(124, "0000000000x")).end()),
        hostile(
            "digits-after-the-end-of-a-number",
            Reason.FIELD,
            tar().entry(new Header("a", '0', 0).text(124, "1 0000000000")).end()),
        hostile(
            "owner-beyond-31-bits", Reason.FIELD, tar().pax("uid=2147483648").file("a", "").end()),
        hostile(
            "mode-beyond-16-bits",
            Reason.FIELD,
            tar().entry(new Header("a", '0', 0).mode(0200644)).end()),
        hostile("pax-size-with-sign", Reason.FIELD, tar().pax("size=-1").file("a", "").end()),
        hostile("checksum", Reason.CHECKSUM, changed),
        hostile("no-magic", Reason.MAGIC, tar().raw(noMagic).end()),
        hostile("junk", Reason.MAGIC, "x".repeat(1024).getBytes(StandardCharsets.US_ASCII)),
        hostile(
            "second-archive",
            Reason.TRAILING_BYTES,
            tar().file("a", "").raw(new byte[1024]).file("b", "").end()),
        hostile(
            "one-zero-block-inside",
            Reason.TRAILING_BYTES,
            tar().file("a", "").raw(new byte[512]).file("b", "").end()),
        hostile("absolute", Reason.NAME, tar().file("/etc/passwd", "").end()),
        hostile("traversal", Reason.NAME, tar().file("../x", "").end()),
        hostile("traversal-inside", Reason.NAME, tar().file("a/../../x", "").end()),
        hostile("traversal-by-pax", Reason.NAME, tar().pax("path=../x").file("a", "").end()),
        hostile(
            "traversal-by-gnu",
            Reason.NAME,
            tar().special('L', ascii("../x\0")).file("a", "").end()),
        hostile(
            "traversal-by-prefix",
            Reason.NAME,
            tar().entry(new Header("x", '0', 0).text(345, "..")).end()),
        hostile("hard-link-traversal", Reason.NAME, tar().hardLink("a", "../../etc/shadow").end()),
        hostile("hard-link-absolute", Reason.NAME, tar().hardLink("a", "/etc/shadow").end()),
        hostile("empty-name", Reason.NAME, tar().file("", "").end()),
        hostile("zero-in-a-name", Reason.NAME, tar().pax("path=a\0b").file("a", "").end()),
        hostile("escape-in-a-name", Reason.NAME, tar().file("a\u001b[2Jb", "").end()),
        hostile(
            "name-not-utf8",
            Reason.NAME,
            tar().entry(new Header("a", '0', 0).bytes(1, 0xff)).end()),
        hostile("file-named-as-directory", Reason.NAME, tar().file("a/", "").end()),
        hostile("root-as-link", Reason.NAME, tar().link("./", "/etc").end()),
        hostile(
            "long-path",
            Reason.PATH_TOO_LONG,
            tar().pax("path=" + "x".repeat(1001)).file("a", "").end()),
        hostile(
            "long-target",
            Reason.PATH_TOO_LONG,
            tar().pax("linkpath=" + "x".repeat(4096)).link("a", "b").end()),
        hostile(
            "deep-path",
            Reason.TOO_DEEP,
            tar().pax("path=" + "x/".repeat(129)).directory("a").end()),
        hostile("link-without-target", Reason.LINK_TARGET, tar().link("a", "").end()),
        hostile("escape-in-a-target", Reason.LINK_TARGET, tar().link("a", "x\u001b[2J").end()),
        hostile(
            "directory-with-content",
            Reason.CONTENT,
            tar().entry(new Header("d", '5', 1), ascii("x")).end()),
        hostile(
            "link-with-content",
            Reason.CONTENT,
            tar().entry(new Header("l", '2', 1).link("a"), ascii("x")).end()),
        hostile(
            "hard-link-with-content",
            Reason.CONTENT,
            tar().file("a", "").entry(new Header("l", '1', 1).link("a"), ascii("x")).end()),
        hostile("contiguous-file", Reason.TYPE, tar().entry(new Header("a", '7', 0)).end()),
        hostile("volume-header", Reason.TYPE, tar().entry(new Header("a", 'V', 0)).end()),
        hostile("multi-volume", Reason.TYPE, tar().entry(new Header("a", 'M', 0)).end()),
        hostile("gnu-sparse", Reason.SPARSE, tar().entry(new Header("a", 'S', 0)).end()),
        hostile(
            "pax-sparse",
            Reason.SPARSE,
            tar().pax("GNU.sparse.major=1", "GNU.sparse.minor=0").file("a", "").end()),
        hostile(
            "file-capability",
            Reason.EXTENDED_ATTRIBUTE,
            tar().pax("SCHILY.xattr.security.capability=x").file("a", "").end()),
        hostile(
            "overlay-opaque",
            Reason.EXTENDED_ATTRIBUTE,
            tar().pax("SCHILY.xattr.trusted.overlay.opaque=y").directory("a").end()),
        hostile(
            "access-list",
            Reason.EXTENDED_ATTRIBUTE,
            tar().pax("SCHILY.acl.access=user::rwx").file("a", "").end()),
        hostile(
            "unknown-record", Reason.EXTENDED_HEADER, tar().pax("charset=x").file("a", "").end()),
        hostile(
            "record-twice",
            Reason.EXTENDED_HEADER,
            tar().pax("path=a", "path=b").file("c", "").end()),
        hostile(
            "record-length",
            Reason.EXTENDED_HEADER,
            tar().special('x', ascii("99 path=a\n")).file("a", "").end()),
        hostile(
            "record-length-of-zero",
            Reason.EXTENDED_HEADER,
            tar().special('x', ascii("0 path=a\n")).file("a", "").end()),
        hostile(
            "record-without-line-feed",
            Reason.EXTENDED_HEADER,
            tar().special('x', ascii("10 path=aa")).file("a", "").end()),
        hostile(
            "record-without-key",
            Reason.EXTENDED_HEADER,
            tar().special('x', ascii("5 =a\n")).file("a", "").end()),
        hostile(
            "two-pax-headers",
            Reason.EXTENDED_HEADER,
            tar().pax("path=a").pax("path=b").file("c", "").end()),
        hostile(
            "pax-and-gnu-names",
            Reason.EXTENDED_HEADER,
            tar().pax("path=a").special('L', ascii("b\0")).file("c", "").end()),
        hostile(
            "global-path",
            Reason.EXTENDED_HEADER,
            tar().special('g', ascii("10 path=a\n")).file("a", "").end()),
        hostile(
            "long-name-without-zero",
            Reason.EXTENDED_HEADER,
            tar().special('L', ascii("abc")).file("a", "").end()),
        hostile(
            "extended-header-of-1-mib",
            Reason.EXTENDED_HEADER,
            tar().entry(new Header("x", 'x', 1 << 20)).end()),
        hostile("extended-header-of-nothing", Reason.TRUNCATED, tar().pax("path=a").end()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileArchives")
  void eachIsRefusedForItsReason(String name, Reason reason, byte[] archive) {
    ContainerException e = catchThrowableOfType(ContainerException.class, () -> read(archive));
    assertThat(e).isNotNull();
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    assertThat(e.getMessage().chars().noneMatch(Character::isISOControl)).isTrue();
  }
}
