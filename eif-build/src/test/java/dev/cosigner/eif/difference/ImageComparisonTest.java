package dev.cosigner.eif.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.Images;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.eif.ramdisk.ForgedCpio;
import dev.cosigner.eif.signature.TestSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pairs of images that differ in one thing each, and what is said of them. */
class ImageComparisonTest {
  @TempDir private Path directory;

  private int files;

  /** An image with one thing changed in each test. */
  private static final class Parts {
    private byte[] kernel = Images.ascii("kernel");
    private String commandLine = "console=ttyS0 quiet panic=1";
    private byte[] metadata = Images.METADATA.toJson();
    private Architecture architecture = Architecture.X86_64;
    private long memory = 1L << 30;
    private long cpus = 2;
    private final List<byte[]> ramdisks =
        new ArrayList<>(List.of(boot().end(), application("jar").end()));
    private byte[] signature;

    private static ForgedCpio boot() {
      return new ForgedCpio().directory("bin").file("bin/a", "first").file("init", "boot");
    }

    private static ForgedCpio application(String content) {
      return new ForgedCpio().directory("app").file("app/x.txt", content);
    }
  }

  private Path write(Parts parts) throws IOException {
    List<SectionSource> sections = new ArrayList<>();
    sections.add(SectionSource.of(SectionType.KERNEL, parts.kernel));
    sections.add(SectionSource.of(SectionType.COMMAND_LINE, Images.ascii(parts.commandLine)));
    sections.add(SectionSource.of(SectionType.METADATA, parts.metadata));
    parts.ramdisks.forEach(ramdisk -> sections.add(SectionSource.of(SectionType.RAMDISK, ramdisk)));
    if (parts.signature != null) {
      sections.add(SectionSource.of(SectionType.SIGNATURE, parts.signature));
    }
    Path file = directory.resolve("image" + files++ + ".eif");
    try (var out =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      new EifWriter(parts.architecture, parts.memory, parts.cpus).write(sections, out);
    }
    return file;
  }

  private ImageComparison compare(Parts a, Parts b) throws IOException {
    Path first = write(a);
    Path second = write(b);
    return ImageComparison.of(
        InspectedImage.read(first, Depth.FILES),
        first,
        InspectedImage.read(second, Depth.FILES),
        second);
  }

  private Difference only(Parts a, Parts b) throws IOException {
    ImageComparison comparison = compare(a, b);
    assertThat(comparison.differences()).as("%s", comparison.differences()).hasSize(1);
    return comparison.differences().getFirst();
  }

  private static Parts with(byte[]... ramdisks) {
    Parts parts = new Parts();
    parts.ramdisks.clear();
    parts.ramdisks.addAll(Arrays.asList(ramdisks));
    return parts;
  }

  private Difference application(byte[] a, byte[] b) throws IOException {
    byte[] boot = Parts.boot().end();
    Difference difference = only(with(boot, a), with(boot, b));
    assertThat(difference.section()).isEqualTo("ramdisk 2");
    assertThat(difference.registers()).containsExactly("PCR0", "PCR2");
    return difference;
  }

  @Test
  void theSameImageHasNoDifference() throws IOException {
    ImageComparison same = compare(new Parts(), new Parts());
    assertThat(same.differences()).isEmpty();
    assertThat(same.measuresTheSame()).isTrue();
  }

  @Test
  void aWordMovedIntoTheKernelIsFoundThoughNoRegisterShowsIt() throws IOException {
    Parts moved = new Parts();
    moved.kernel = Images.ascii("kernelconsole=ttyS0 ");
    moved.commandLine = "quiet panic=1";
    ImageComparison comparison = compare(new Parts(), moved);
    assertThat(comparison.measuresTheSame()).isTrue();
    Difference difference = comparison.differences().getFirst();
    assertThat(comparison.differences()).hasSize(1);
    assertThat(difference.kind()).isEqualTo(Kind.BOUNDARY);
    assertThat(difference.section()).isEqualTo("kernel and command line");
    assertThat(difference.first()).isEqualTo("the same bytes at the start of the command line");
    assertThat(difference.second())
        .isEqualTo("14 bytes at the end of the kernel: 'console=ttyS0 '");
    assertThat(difference.registers()).isEmpty();
  }

  @Test
  void wordsMovedIntoTheRamdiskAreFoundToo() throws IOException {
    Parts moved = new Parts();
    moved.commandLine = "console=ttyS0 quiet";
    byte[] boot = moved.ramdisks.getFirst();
    byte[] longer = Arrays.copyOf(Images.ascii(" panic=1"), 8 + boot.length);
    System.arraycopy(boot, 0, longer, 8, boot.length);
    moved.ramdisks.set(0, longer);
    ImageComparison comparison = compare(new Parts(), moved);
    assertThat(comparison.measuresTheSame()).isTrue();
    assertThat(comparison.differences())
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.BOUNDARY);
          assertThat(difference.section()).isEqualTo("command line and ramdisk 1");
          assertThat(difference.first()).contains("' panic=1'");
          assertThat(difference.registers()).isEmpty();
        });
  }

  @Test
  void bytesMovedBetweenRamdisksShowInTwoRegisters() throws IOException {
    byte[] one = Parts.boot().end();
    byte[] two = Parts.application("jar").end();
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    Parts moved =
        with(
            Arrays.copyOf(both, one.length - 40),
            Arrays.copyOfRange(both, one.length - 40, both.length));
    Difference difference = only(new Parts(), moved);
    assertThat(difference.kind()).isEqualTo(Kind.BOUNDARY);
    assertThat(difference.section()).isEqualTo("ramdisk 1 and ramdisk 2");
    assertThat(difference.registers()).containsExactly("PCR1", "PCR2");
  }

  @Test
  void aFileWithOtherContentIsFoundToTheByte() throws IOException {
    Difference difference =
        application(Parts.application("hello").end(), Parts.application("heLlo").end());
    assertThat(difference.kind()).isEqualTo(Kind.FILE_CONTENT);
    assertThat(difference.path()).isEqualTo("/app/x.txt");
    assertThat(difference.attribute()).isEqualTo("content from byte 2");
    assertThat(difference.first())
        .isEqualTo(
            "5 bytes, SHA-256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  }

  private static byte[] jar(String name, String content, int level, long time) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(level);
      for (String entry : new String[] {"Same.class", name}) {
        ZipEntry header = new ZipEntry(entry);
        header.setTime(time);
        zip.putNextEntry(header);
        zip.write(content.repeat(100).getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static byte[] withJar(byte[] jar) {
    ForgedCpio cpio = new ForgedCpio();
    cpio.raw(
        "07070100000001000081a4"
            + "0".repeat(16)
            + "00000001"
            + "0".repeat(8)
            + "%08x".formatted(jar.length)
            + "0".repeat(32)
            + "00000006"
            + "0".repeat(8));
    return cpio.raw("x.jar\0").pad().bytes(jar).pad().end();
  }

  @Test
  void aJarIsLookedInto() throws IOException {
    long time = 1_600_000_000_000L;
    Difference entries =
        application(withJar(jar("A.class", "x", 9, time)), withJar(jar("B.class", "x", 9, time)));
    assertThat(entries.kind()).isEqualTo(Kind.FILE_CONTENT);
    assertThat(entries.inside()).containsExactly("A.class: in A alone", "B.class: in B alone");
    Difference content =
        application(withJar(jar("A.class", "x", 9, time)), withJar(jar("A.class", "yy", 9, time)));
    assertThat(content.inside())
        .containsExactly(
            "Same.class: other content, A 100 bytes, B 200 bytes",
            "A.class: other content, A 100 bytes, B 200 bytes");
    Difference times =
        application(
            withJar(jar("A.class", "x", 9, time)),
            withJar(jar("A.class", "x", 9, time + 86_400_000)));
    assertThat(times.kind()).isEqualTo(Kind.FILE_REPACKED);
    assertThat(times.inside()).hasSize(2).allMatch(line -> line.contains(": time, A 2020-09-13"));
    Difference level =
        application(withJar(jar("A.class", "x", 0, time)), withJar(jar("A.class", "x", 9, time)));
    assertThat(level.kind()).isEqualTo(Kind.FILE_REPACKED);
    assertThat(level.inside()).anyMatch(line -> line.contains("packed to"));
  }

  @Test
  void aZstdLevelAloneIsToldFromContent() throws IOException {
    byte[] archive = Parts.application("content ".repeat(500)).end();
    Difference difference = application(Zstd.compress(archive, 1), Zstd.compress(archive, 19));
    assertThat(difference.kind()).isEqualTo(Kind.COMPRESSION);
    assertThat(difference.first()).startsWith("zstd: ").endsWith(" of 4360, 2 entries");
  }

  @Test
  void anotherCompressorIsToldBesideTheFiles() throws IOException {
    byte[] boot = Parts.boot().end();
    ImageComparison comparison =
        compare(
            with(boot, Zstd.compress(Parts.application("a").end(), 3)),
            with(boot, gzip(Parts.application("b").end())));
    assertThat(comparison.differences())
        .extracting(Difference::kind)
        .containsExactly(Kind.FILE_CONTENT, Kind.COMPRESSOR);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  /** An entry's header field replaced: 3 owner, 4 group, 6 time, 1 inode by the format. */
  private static byte[] changed(byte[] archive, int field, String digits) {
    byte[] copy = archive.clone();
    System.arraycopy(Images.ascii(digits), 0, copy, 6 + 8 * field, 8);
    return copy;
  }

  @Test
  void everyAttributeIsNamed() throws IOException {
    byte[] good = new ForgedCpio().file("a", "x").end();
    String[][] changes = {
      {"1", "000081ed", "mode"},
      {"2", "000003e8", "owner"},
      {"3", "000003e8", "owner"},
      {"4", "00000002", "names (hard links)"},
      {"5", "65000000", "time"},
      {"9", "00000001", "device"}
    };
    for (String[] change : changes) {
      Difference difference =
          application(good, changed(good, Integer.parseInt(change[0]), change[1]));
      assertThat(difference.kind()).as(change[2]).isEqualTo(Kind.FILE_ATTRIBUTE);
      assertThat(difference.attribute()).isEqualTo(change[2]);
      assertThat(difference.path()).isEqualTo("/a");
      assertThat(difference.first()).isNotEqualTo(difference.second());
    }
    Difference target =
        application(new ForgedCpio().link("a", "b").end(), new ForgedCpio().link("a", "c").end());
    assertThat(target.attribute()).isEqualTo("link target");
    Difference type =
        application(new ForgedCpio().link("a", "b").end(), new ForgedCpio().file("a", "b").end());
    assertThat(type.attribute()).isEqualTo("type");
  }

  @Test
  void orderInodesAndPaddingAreTold() throws IOException {
    Difference order =
        application(
            new ForgedCpio().file("a", "x").file("b", "y").end(),
            new ForgedCpio().file("b", "y").file("a", "x").end());
    assertThat(order.kind()).isEqualTo(Kind.FILE_ORDER);
    assertThat(order.first()).isEqualTo("/a");
    byte[] good = new ForgedCpio().file("a", "x").end();
    assertThat(application(good, changed(good, 0, "000000ff")).attribute())
        .isEqualTo("inode numbers");
    Difference padding = application(good, Arrays.copyOf(good, good.length + 8));
    assertThat(padding.kind()).isEqualTo(Kind.COMPRESSION);
  }

  @Test
  void aFileInOneImageAloneIsNamed() throws IOException {
    Difference difference =
        application(
            new ForgedCpio().file("a", "x").end(),
            new ForgedCpio().file("a", "x").file("b", "y").end());
    assertThat(difference.kind()).isEqualTo(Kind.FILE_MISSING);
    assertThat(difference.path()).isEqualTo("/b");
    assertThat(difference.first()).isEmpty();
    assertThat(difference.second()).isEqualTo("a file of 1 bytes");
  }

  @Test
  void whatCannotBeLookedIntoIsSaid() throws IOException {
    Difference difference = application(Images.ascii("junk 1"), Images.ascii("junk 2"));
    assertThat(difference.kind()).isEqualTo(Kind.OPAQUE);
    assertThat(difference.first()).startsWith("not readable: expected an archive");
  }

  private List<Difference> words(String a, String b) throws IOException {
    Parts first = new Parts();
    first.commandLine = a;
    Parts second = new Parts();
    second.commandLine = b;
    List<Difference> differences = compare(first, second).differences();
    assertThat(differences).allMatch(difference -> difference.kind() == Kind.COMMAND_LINE);
    assertThat(differences).allMatch(d -> d.registers().equals(List.of("PCR0", "PCR1")));
    return differences;
  }

  @Test
  void wordsOfTheCommandLineAreCompared() throws IOException {
    assertThat(words("a=1 b c", "a=2 b d"))
        .extracting(Difference::path, Difference::first, Difference::second)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "a=1", "a=2"),
            org.assertj.core.groups.Tuple.tuple("c", "c", ""),
            org.assertj.core.groups.Tuple.tuple("d", "", "d"));
    assertThat(words("a b c d", "b c d a"))
        .singleElement()
        .satisfies(word -> {
          assertThat(word.path()).isEqualTo("a");
          assertThat(word.first()).isEqualTo("as word 1");
          assertThat(word.second()).isEqualTo("as word 4");
        });
    assertThat(words("a b", "a  b"))
        .singleElement()
        .extracting(Difference::path)
        .isEqualTo("white space");
  }

  @Test
  void theTimeOfTheBuildIsNotMeasured() throws IOException {
    Parts later = new Parts();
    EifMetadata m = Images.METADATA;
    later.metadata =
        new EifMetadata(
                m.imageName(),
                m.imageVersion(),
                "2026-01-02T00:00:00Z",
                m.buildTool(),
                m.buildToolVersion(),
                m.operatingSystem(),
                m.kernelVersion())
            .toJson();
    ImageComparison comparison = compare(new Parts(), later);
    assertThat(comparison.measuresTheSame()).isTrue();
    assertThat(comparison.differences())
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.METADATA);
          assertThat(difference.path()).isEqualTo("BuildMetadata.BuildTime");
          assertThat(difference.second()).isEqualTo("\"2026-01-02T00:00:00Z\"");
          assertThat(difference.registers()).isEmpty();
        });
  }

  /** Metadata whose values' paths are a hundred times as long as it is. */
  private static byte[] deep(int last) {
    StringBuilder json = new StringBuilder("{\"ImageName\":\"deep\",\"Custom\":");
    for (int i = 0; i < 60; i++) {
      json.append("{\"").append("x".repeat(1000)).append("\":");
    }
    json.append('[').append("0,".repeat(20_000)).append(last).append(']').append("}".repeat(61));
    return Images.ascii(json.toString());
  }

  @Test
  void pathsLongerThanTheMetadataAreNotFollowed() throws IOException {
    Parts one = new Parts();
    one.metadata = deep(1);
    Parts other = new Parts();
    other.metadata = deep(2);
    Difference difference = only(one, other);
    assertThat(difference.path()).isEqualTo("Custom");
    assertThat(difference.first()).hasSizeLessThan(250);
  }

  @Test
  void metadataOfTooManyPartsIsRefused() {
    Parts parts = new Parts();
    parts.metadata = Images.ascii("{\"a\":[" + "[],".repeat(30_000) + "0]}");
    assertThatThrownBy(() -> InspectedImage.read(write(parts), Depth.SECTIONS))
        .isInstanceOf(EifException.class)
        .hasMessageContaining("the metadata is not one JSON object");
  }

  @Test
  void theHeaderIsCompared() throws IOException {
    Parts other = new Parts();
    other.architecture = Architecture.AARCH64;
    other.memory = 2L << 30;
    other.cpus = 4;
    ImageComparison comparison = compare(new Parts(), other);
    assertThat(comparison.measuresTheSame()).isTrue();
    assertThat(comparison.differences())
        .extracting(Difference::path)
        .containsExactly("architecture", "default memory", "default CPUs");
  }

  @Test
  void anotherSignerIsToldFromASignatureMadeAnew() throws Exception {
    Parts unsigned = new Parts();
    var pcr0 = InspectedImage.read(write(unsigned), Depth.SECTIONS).measurements().pcr0();
    Parts signed = new Parts();
    signed.signature = TestSigner.sign("p256", "p256", pcr0).encode();
    Parts anew = new Parts();
    anew.signature = TestSigner.sign("p256", "p256", pcr0).encode();
    Parts other = new Parts();
    other.signature = TestSigner.sign("p384", "p384", pcr0).encode();
    assertThat(only(unsigned, signed).kind()).isEqualTo(Kind.SIGNATURE);
    assertThat(only(unsigned, signed).first()).isEqualTo("not signed");
    assertThat(only(signed, anew).kind()).isEqualTo(Kind.SIGNED_ANEW);
    assertThat(only(signed, other).kind()).isEqualTo(Kind.SIGNATURE);
    assertThat(only(signed, other).registers()).containsExactly("PCR8");
  }

  @Test
  void anotherNumberOfRamdisksIsTold() throws IOException {
    Parts one = new Parts();
    one.ramdisks.removeLast();
    Difference difference = only(new Parts(), one);
    assertThat(difference.kind()).isEqualTo(Kind.SECTIONS);
    assertThat(difference.section()).isEqualTo("ramdisk 2");
  }

  /** A bzImage as far as it tells of itself: a version line, and a payload with IKCONFIG in it. */
  private static byte[] kernel(String version, String configuration, int tail) throws IOException {
    return kernel(64, version, configuration, tail);
  }

  /** The same with setup code of so many sectors of 512 bytes: Linux has about 30, at most 64. */
  private static byte[] kernel(int sectors, String version, String configuration, int tail)
      throws IOException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(new byte[200]);
    image.writeBytes(Images.ascii("IKCFG_ST"));
    image.writeBytes(gzip(Images.ascii(configuration)));
    image.writeBytes(Images.ascii("IKCFG_ED"));
    byte[] payload = gzip(image.toByteArray());
    ByteBuffer kernel =
        ByteBuffer.allocate(
                Math.max(66 * 512, (sectors + 2) * 512 + payload.length) + payload.length + 1)
            .order(ByteOrder.LITTLE_ENDIAN);
    kernel.put(0x1f1, (byte) sectors);
    kernel.putInt(0x202, 0x53726448);
    kernel.putShort(0x206, (short) 0x20f);
    kernel.putShort(0x20e, (short) 0x1000);
    kernel.putInt(0x248, 512);
    kernel.put(0x1200, Images.ascii(version));
    kernel.put((sectors + 2) * 512, payload);
    kernel.put(kernel.capacity() - 1, (byte) tail);
    return kernel.array();
  }

  private List<Difference> kernels(byte[] a, byte[] b) throws IOException {
    Parts first = new Parts();
    first.kernel = a;
    Parts second = new Parts();
    second.kernel = b;
    return compare(first, second).differences();
  }

  @Test
  void kernelsAreComparedByWhatTheyTell() throws IOException {
    byte[] one = kernel("6.12.1 (me) #1", "CONFIG_A=y\n# CONFIG_B is not set\n", 0);
    assertThat(kernels(one, kernel("6.12.2 (me) #1", "CONFIG_A=y\n# CONFIG_B is not set\n", 0)))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.KERNEL_VERSION);
          assertThat(difference.first()).isEqualTo("6.12.1 (me) #1");
        });
    assertThat(kernels(one, kernel("6.12.1 (me) #1", "CONFIG_A=y\nCONFIG_B=m\n", 0)))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.KERNEL_OPTION);
          assertThat(difference.path()).isEqualTo("CONFIG_B");
          assertThat(difference.first()).isEqualTo("n");
          assertThat(difference.second()).isEqualTo("m");
        });
    assertThat(kernels(one, kernel("6.12.1 (me) #1", "CONFIG_A=y\n# CONFIG_B is not set\n", 1)))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.KERNEL);
          assertThat(difference.attribute()).endsWith("but no option");
        });
    assertThat(kernels(Images.ascii("one"), Images.ascii("two")))
        .singleElement()
        .extracting(Difference::attribute)
        .isEqualTo("bytes from offset 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 31, 62, 63, 64})
  void optionsAreFoundBehindSetupCodeOfAnySize(int sectors) throws IOException {
    assertThat(
            kernels(
                kernel(sectors, "6.12.1", "CONFIG_A=y\n", 0),
                kernel(sectors, "6.12.1", "CONFIG_A=m\n", 0)))
        .singleElement()
        .satisfies(difference -> {
          assertThat(difference.kind()).isEqualTo(Kind.KERNEL_OPTION);
          assertThat(difference.path()).isEqualTo("CONFIG_A");
        });
  }

  @Test
  void whatLiesBetweenSetupCodeAndPayloadIsComparedToo() throws IOException {
    byte[] one = kernel("6.12.1", "CONFIG_A=y\n", 0);
    byte[] other = one.clone();
    // Behind what is read at once, in front of the payload.
    other[65 * 512 + 100] ^= 1;
    assertThat(kernels(one, other))
        .singleElement()
        .extracting(Difference::attribute)
        .isEqualTo("bytes from offset %d, but no option".formatted(65 * 512 + 100));
    Parts parts = new Parts();
    parts.kernel = other;
    Path image = write(parts);
    assertThat(InspectedImage.read(image, Depth.FILES).sections())
        .isEqualTo(InspectedImage.read(image, Depth.SECTIONS).sections());
  }

  @Test
  void aListOfOptionsThatNoKernelHasIsNotBelieved() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 40_001; i++) {
      many.append("CONFIG_").append(i).append("=y\n");
    }
    assertThat(
            kernels(
                kernel("6.12.1", many.toString(), 0), kernel("6.12.1", many + "CONFIG_A=y\n", 0)))
        .singleElement()
        .extracting(Difference::kind)
        .isEqualTo(Kind.KERNEL);
  }

  @Test
  void aFileNamedLikeAnotherOnesSecondEntryHidesNothing() throws IOException {
    for (String name : List.of("x (entry 2)", "entry 2 of x", "entry 2 of /x")) {
      byte[] a = new ForgedCpio().file("x", "1").file("x", "first").file(name, "same").end();
      byte[] b = new ForgedCpio().file("x", "1").file("x", "other").file(name, "same").end();
      Difference difference = application(a, b);
      assertThat(difference.kind()).isEqualTo(Kind.FILE_CONTENT);
      assertThat(difference.path()).isEqualTo("entry 2 of /x");
    }
  }

  @Test
  void anotherHardLinkIsTold() throws IOException {
    ForgedCpio a = new ForgedCpio();
    ForgedCpio b = new ForgedCpio();
    for (String name : List.of("one", "two", "three")) {
      a.linked(name, name.equals("three") ? 2 : 1, 2, "");
      b.linked(name, name.equals("two") ? 2 : 1, 2, "");
    }
    assertThat(
            compare(with(Parts.boot().end(), a.end()), with(Parts.boot().end(), b.end()))
                .differences())
        .extracting(Difference::path, Difference::attribute, Difference::first, Difference::second)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "/two", "hard link", "to /one", "a file of its own"),
            org.assertj.core.groups.Tuple.tuple(
                "/three", "hard link", "a file of its own", "to /one"));
  }

  @Test
  void everyKindSaysWhatToDo() {
    assertThat(Kind.values())
        .allMatch(kind -> kind.advice().endsWith(".") && kind.advice().length() > 40);
  }
}
