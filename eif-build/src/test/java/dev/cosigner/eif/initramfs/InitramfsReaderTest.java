package dev.cosigner.eif.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.ramdisk.ForgedCpio;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ramdisks that cpio, gzip, zstd, xz and lz4 made, and hostile ones. */
class InitramfsReaderTest {
  private static final ListingLimits LIMITS = new ListingLimits(1 << 20, 100, 20_000);

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = InitramfsReaderTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private record Listing(
      List<InitramfsEntry> entries, List<String> contents, List<ArchiveMember> members) {}

  static void read(byte[] ramdisk) throws IOException {
    list(ramdisk, LIMITS);
  }

  private static Listing list(byte[] ramdisk, ListingLimits limits) throws IOException {
    List<InitramfsEntry> entries = new ArrayList<>();
    List<String> contents = new ArrayList<>();
    try (InitramfsReader reader = new InitramfsReader(new ByteArrayInputStream(ramdisk), limits)) {
      for (Optional<InitramfsEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(next.get());
        contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
      }
      return new Listing(entries, contents, reader.members());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "plain-with-checksums", "gzip", "zstd", "xz", "lz4"})
  void everyCompressionOfTheKernelIsRead(String name) throws IOException {
    Listing listing = list(resource(name + ".img"), LIMITS);
    Map<String, InitramfsEntry> entries = new LinkedHashMap<>();
    listing.entries().forEach(entry -> entries.put(entry.name(), entry));
    assertThat(entries.keySet())
        .containsExactlyInAnyOrder(
            "",
            "bin",
            "bin/data",
            "bin/hard",
            "bin/soft",
            "dev",
            "dev/console",
            "dev/pipe",
            "init");

    InitramfsEntry data = entries.get("bin/data");
    assertThat(data.permissions()).isEqualTo("-rwsr-xr-x");
    assertThat(data.owner()).isEqualTo(7);
    assertThat(data.group()).isEqualTo(8);
    assertThat(data.modified()).isEqualTo(1_700_000_000);
    assertThat(data.size()).isEqualTo(3000);
    assertThat(listing.contents()).contains("x".repeat(3000), "#!/bin/sh\n");
    assertThat(entries.get("bin/soft").target()).isEqualTo("../init");
    assertThat(entries.get("init").links()).isEqualTo(2);
    assertThat(entries.get("init").inode()).isEqualTo(entries.get("bin/hard").inode());
    assertThat(entries.get("dev/console").type()).isEqualTo(InitramfsEntry.Type.CHARACTER_DEVICE);
    assertThat(entries.get("dev/console").deviceNumbers()).isEqualTo("5:1");
    assertThat(entries.get("dev/pipe").permissions()).startsWith("p");
    assertThat(listing.members())
        .singleElement()
        .extracting(member -> member.compression().toString())
        .isEqualTo(name.replace("-with-checksums", "").replace("plain", "none"));
  }

  @Test
  void archivesInARowAreReadAsTheKernelDoes() throws IOException {
    Listing listing = list(resource("concatenated.img"), LIMITS);
    assertThat(listing.entries()).hasSize(6).allMatch(entry -> entry.name().equals("only"));
    assertThat(listing.contents()).containsOnly("second\n");
    assertThat(listing.members())
        .extracting(ArchiveMember::compression)
        .containsExactly(
            Compression.NONE,
            Compression.GZIP,
            Compression.ZSTD,
            Compression.XZ,
            Compression.NONE,
            Compression.LZ4);
    assertThat(listing.entries().get(3).member()).isEqualTo(3);
    assertThat(list(resource("two-in-one.img"), LIMITS).entries()).hasSize(2);
    assertThat(list(new byte[100], LIMITS).entries()).isEmpty();
  }

  @Test
  void zerosThatCompressToNothingAreBounded() throws IOException {
    ListingLimits wide = new ListingLimits(16 << 20, 100, 20_000);
    byte[] archive = new ForgedCpio().file("a", "x").end();
    assertThat(list(gzip(archive, new byte[1 << 20], archive), wide).entries()).hasSize(2);
    byte[] more = gzip(archive, new byte[(1 << 20) + 1], archive);
    RamdiskException e = catchThrowableOfType(RamdiskException.class, () -> list(more, wide));
    assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(e).hasMessageContaining("zeros behind a trailer");
    // Between archives of the ramdisk itself they take the place that they take.
    assertThat(list(Arrays.copyOf(archive, 8 << 20), LIMITS).entries()).hasSize(1);
  }

  private static byte[] gzip(byte[]... parts) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (byte[] part : parts) {
        gzip.write(part);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void namesAreBroughtIntoOneForm() throws IOException {
    ForgedCpio cpio =
        new ForgedCpio().file("/a", "").file("./b//c", "").directory(".").file("é", "");
    assertThat(list(cpio.end(), LIMITS).entries())
        .extracting(InitramfsEntry::name)
        .containsExactly("a", "b/c", "", "é");
    byte[] bytes = new ForgedCpio().file("ab", "").end();
    bytes[110] = (byte) 0xff;
    assertThat(list(bytes, LIMITS).entries().getFirst().name()).isEqualTo("\\xffb");
    bytes[110] = 0x1b;
    assertThat(list(bytes, LIMITS).entries().getFirst().name()).isEqualTo("\\x1bb");
  }

  private static Reason refusal(byte[] ramdisk) {
    RamdiskException e = catchThrowableOfType(RamdiskException.class, () -> read(ramdisk));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).isNotBlank();
    return e.reason();
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd", "xz", "lz4", "plain"})
  void whatIsCutAnywhereIsRefused(String name) throws IOException {
    byte[] good = resource(name + ".img");
    int end = name.equals("plain") ? good.length - 512 : good.length;
    for (int length = 1; length < end; length += name.equals("plain") ? 37 : 1) {
      assertThat(refusal(Arrays.copyOf(good, length)))
          .as("%d bytes", length)
          .isIn(Reason.DAMAGED, Reason.TRUNCATED, Reason.COMPRESSION);
    }
  }

  @Test
  void whatTheKernelDoesNotTakeIsNamed() throws IOException {
    byte[] frame = resource("lz4-frame.img");
    assertThat(catchThrowableOfType(RamdiskException.class, () -> read(frame)))
        .hasMessageContaining("lz4 -l");
    assertThat(refusal(frame)).isEqualTo(Reason.COMPRESSION);
    assertThat(refusal(resource("bzip2.img"))).isEqualTo(Reason.COMPRESSION);
    assertThat(refusal("hello".getBytes(StandardCharsets.UTF_8))).isEqualTo(Reason.COMPRESSION);
    assertThat(refusal("070707".repeat(20).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Reason.MAGIC);
  }

  @Test
  void aPathThatLeadsElsewhereIsRefused() {
    assertThat(refusal(new ForgedCpio().file("../etc/passwd", "x").end())).isEqualTo(Reason.NAME);
    assertThat(refusal(new ForgedCpio().file("a/../../b", "x").end())).isEqualTo(Reason.NAME);
    assertThat(refusal(new ForgedCpio().file("a\0b", "x").end())).isEqualTo(Reason.NAME);
    assertThat(refusal(new ForgedCpio().file("x".repeat(4096), "").end())).isEqualTo(Reason.NAME);
    assertThat(refusal(new ForgedCpio().link("a", "/etc").file("a/passwd", "x").end()))
        .isEqualTo(Reason.PARENT);
    assertThat(refusal(new ForgedCpio().link("a", "").end())).isEqualTo(Reason.CONTENT);
    assertThat(refusal(new ForgedCpio().link("a", "x".repeat(4096)).end()))
        .isEqualTo(Reason.CONTENT);
  }

  @Test
  void aLinkThatAFileHasReplacedLeadsNowhere() throws IOException {
    ForgedCpio cpio = new ForgedCpio().link("a", "/etc").directory("a").file("a/b", "x");
    assertThat(list(cpio.end(), LIMITS).entries()).hasSize(3);
  }

  @Test
  void anEntryThatTheKernelPassesOverIsRefused() {
    // Listed as a directory in the place of the link, it would hide where the file goes.
    ForgedCpio cpio =
        new ForgedCpio().link("a", "/etc").entry("a", 040755, "body").file("a/passwd", "x");
    assertThat(refusal(cpio.end())).isEqualTo(Reason.CONTENT);
    assertThat(refusal(new ForgedCpio().entry("tty", 020644, "body").end()))
        .isEqualTo(Reason.CONTENT);
  }

  @Test
  void gzipFieldsThatTheKernelTakesForDataAreRefused() throws IOException {
    byte[] good = gzip(new ForgedCpio().file("a", "x").end());
    byte[] named = Arrays.copyOf(good, good.length + 2);
    System.arraycopy(good, 10, named, 12, good.length - 10);
    named[10] = 'n';
    named[11] = 0;
    for (int flags = 0; flags < 256; flags++) {
      named[3] = (byte) flags;
      if (flags == 8 || flags == 9) {
        assertThat(list(named, LIMITS).entries()).hasSize(1);
      } else {
        assertThat(refusal(named)).as("flags %d", flags).isEqualTo(Reason.DAMAGED);
      }
    }
    byte[] endless = Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b, 8, 8}, 8192);
    Arrays.fill(endless, 10, endless.length, (byte) 'n');
    assertThat(catchThrowableOfType(RamdiskException.class, () -> read(endless)))
        .hasMessageContaining("name in its header is too long");
  }

  @Test
  void aPlainArchiveBeginsWhereTheKernelLooksForIt() throws IOException {
    byte[] archive = new ForgedCpio().file("a", "x").end();
    byte[] packed = gzip(archive);
    byte[] apart = concatenated(packed, new byte[4 - packed.length % 4]);
    assertThat(list(concatenated(apart, archive), LIMITS).entries()).hasSize(2);
    assertThat(refusal(concatenated(concatenated(apart, new byte[1]), archive)))
        .isEqualTo(Reason.COMPRESSION);
  }

  @Test
  void archivesInARowAreCounted() throws IOException {
    byte[] archive = new ForgedCpio().end();
    byte[] many = new byte[257 * archive.length];
    for (int i = 0; i < 257; i++) {
      System.arraycopy(archive, 0, many, i * archive.length, archive.length);
    }
    assertThat(list(Arrays.copyOf(many, 256 * archive.length), LIMITS).members()).hasSize(256);
    assertThat(refusal(many)).isEqualTo(Reason.TOO_MANY_ENTRIES);
  }

  @Test
  void namesOfOneFileAreTold() throws IOException {
    byte[] archive =
        new ForgedCpio()
            .linked("one", 7, 2, "")
            .linked("two", 7, 2, "x")
            .linked("alone", 7, 1, "")
            .linked("other", 8, 2, "")
            .end();
    assertThat(list(concatenated(archive, archive), LIMITS).entries())
        .extracting(InitramfsEntry::hardLink)
        .containsExactly("", "one", "", "", "", "one", "", "");
  }

  @Test
  void noTwoNamesReadAlike() throws IOException {
    byte[] bytes = new ForgedCpio().file("\\xff", "").file("#", "").end();
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("#")] = (byte) 0xff;
    assertThat(list(bytes, LIMITS).entries())
        .extracting(InitramfsEntry::name)
        .containsExactly("\\x5cxff", "\\xff");
  }

  @Test
  void damageIsRefused() throws IOException {
    byte[] good = new ForgedCpio().file("a", "hello").end();
    byte[] digit = good.clone();
    digit[20] = 'g';
    assertThat(refusal(digit)).isEqualTo(Reason.FIELD);
    assertThat(refusal(new ForgedCpio().entry("a", 0070644, "").end())).isEqualTo(Reason.FILE_TYPE);
    assertThat(refusal(gzip(new ForgedCpio().file("a", "").unended()))).isEqualTo(Reason.TRUNCATED);
    assertThat(refusal(gzip(new ForgedCpio().raw("070701").unended()))).isEqualTo(Reason.TRUNCATED);
    assertThat(refusal(gzip("0".getBytes(StandardCharsets.UTF_8)))).isEqualTo(Reason.TRUNCATED);
    assertThat(refusal(gzip(concatenated(good, "junk".getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo(Reason.TRAILING_BYTES);
    byte[] checked = resource("plain-with-checksums.img");
    int content = new String(checked, StandardCharsets.ISO_8859_1).indexOf("xxxx");
    checked[content] = 'y';
    assertThat(refusal(checked)).isEqualTo(Reason.CHECKSUM);
    byte[] crc = gzip(good);
    crc[crc.length - 8] ^= 1;
    assertThat(refusal(crc)).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void moreThanTheLimitsIsRefused() throws IOException {
    ForgedCpio many = new ForgedCpio();
    for (int i = 0; i <= LIMITS.maxEntries(); i++) {
      many.file("f" + i, "");
    }
    assertThat(refusal(many.end())).isEqualTo(Reason.TOO_MANY_ENTRIES);
    ForgedCpio names = new ForgedCpio();
    for (int i = 0; i < 6; i++) {
      names.file("f" + i + "x".repeat(4000), "");
    }
    assertThat(refusal(names.end())).isEqualTo(Reason.TOO_MANY_ENTRIES);
    byte[] bomb = gzip(new ForgedCpio().file("a", "0".repeat(2 << 20)).end());
    assertThat(bomb.length).isLessThan(8192);
    assertThat(refusal(bomb)).isEqualTo(Reason.TOO_LARGE);
    // In a row they count together.
    byte[] half = gzip(new ForgedCpio().file("a", "0".repeat(600 << 10)).end());
    read(half);
    assertThat(refusal(concatenated(half, half))).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void theHeapDecidesHowManyEntriesFit() {
    assertThat(ListingLimits.forHeap(64 << 20).maxEntries()).isEqualTo(16_384);
    assertThat(ListingLimits.forHeap(64 << 20).maxNameBytes()).isEqualTo(4 << 20);
    // A million is too many for any.
    assertThat(ListingLimits.forHeap(Long.MAX_VALUE).maxEntries()).isEqualTo(500_000);
  }

  @Test
  void aDictionaryThatIsTooLargeIsRefused() throws IOException {
    byte[] xz = resource("xz.img");
    // The block header's LZMA2 property: 37 is a dictionary of 1.5 GiB. Its CRC comes behind it.
    int property = 12 + 4;
    xz[property] = 37;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(xz, 12, 8);
    for (int i = 0; i < 4; i++) {
      xz[20 + i] = (byte) (crc.getValue() >>> (8 * i));
    }
    RamdiskException e = catchThrowableOfType(RamdiskException.class, () -> read(xz));
    assertThat(e).hasMessageContaining("memory for its dictionary, expected at most");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
