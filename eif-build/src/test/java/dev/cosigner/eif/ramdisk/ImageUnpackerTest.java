package dev.cosigner.eif.ramdisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.Images;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image's ramdisks as a directory: all of them, verified, or nothing. */
class ImageUnpackerTest {
  @TempDir private Path directory;

  private Path image(byte[]... ramdisks) throws IOException {
    List<SectionSource> sections = Images.sections();
    for (byte[] ramdisk : ramdisks) {
      sections.add(SectionSource.of(SectionType.RAMDISK, ramdisk));
    }
    Path image = directory.resolve("image.eif");
    Files.deleteIfExists(image);
    Images.write(image, sections);
    return image;
  }

  private static ForgedCpio cpio() {
    return new ForgedCpio();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path target() {
    return directory.resolve("unpacked");
  }

  private List<String> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void bothRamdisksMakeOneTree() throws IOException {
    byte[] platform =
        Ramdisk.compress(
            new CpioWriter()
                .file("init", bytes("#!/jre/bin/java"), true)
                .file("jre/bin/java", bytes("java"), true)
                .symbolicLink("lib64/ld.so", "../jre/bin/java")
                .directory("proc"));
    byte[] application =
        Ramdisk.compress(new CpioWriter().file("app/enclave.jar", bytes("jar"), false));

    Measurements measurements = new ImageUnpacker().unpack(image(platform, application), target());

    assertThat(target().resolve("init")).hasContent("#!/jre/bin/java").isExecutable();
    assertThat(target().resolve("app/enclave.jar")).hasContent("jar");
    assertThat(Files.isExecutable(target().resolve("app/enclave.jar"))).isFalse();
    assertThat(target().resolve("proc")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(target().resolve("lib64/ld.so")))
        .isEqualTo(Path.of("../jre/bin/java"));
    assertThat(target().resolve("lib64/ld.so")).hasContent("java");
    assertThat(leftBehind()).containsExactly("image.eif", "unpacked");
    assertThat(measurements)
        .isEqualTo(dev.cosigner.eif.EifImage.read(directory.resolve("image.eif")).measurements());
  }

  @Test
  void theLaterRamdiskReplacesFilesOfTheEarlierOne() throws IOException {
    Path image =
        image(
            cpio().directory("d").file("d/a", "first").link("d/b", "a").end(),
            cpio().directory("d").file("d/b", "second").link("d/a", "b").end());

    new ImageUnpacker().unpack(image, target());

    assertThat(Files.isSymbolicLink(target().resolve("d/b"))).isFalse();
    assertThat(target().resolve("d/b")).hasContent("second");
    assertThat(Files.readSymbolicLink(target().resolve("d/a"))).isEqualTo(Path.of("b"));
  }

  @Test
  void theExpectedImageIsUnpackedAndAnotherIsNot() throws IOException {
    Path image = image(cpio().file("a", "1").end());
    Measurements expected = dev.cosigner.eif.EifImage.read(image).measurements();
    new ImageUnpacker().unpack(image, target(), expected);
    Path other = image(cpio().file("a", "2").end());

    EifException e =
        catchThrowableOfType(
            EifException.class,
            () -> new ImageUnpacker().unpack(other, directory.resolve("other"), expected));

    assertThat(e.reason()).isEqualTo(EifException.Reason.MEASUREMENTS);
    assertThat(e).hasMessageContaining("PCR0");
    assertThat(leftBehind()).containsExactly("image.eif", "unpacked");
  }

  @Test
  void aDamagedImageLeavesNothing() throws IOException {
    Path image = image(cpio().file("a", "content").end());
    byte[] bytes = Files.readAllBytes(image);
    int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("content");
    bytes[content] = 'C';
    Files.write(image, bytes);

    EifException e =
        catchThrowableOfType(EifException.class, () -> new ImageUnpacker().unpack(image, target()));

    assertThat(e.reason()).isEqualTo(EifException.Reason.CRC);
    assertThat(leftBehind()).containsExactly("image.eif");
  }

  @Test
  void aDirectoryThatIsThereStays() throws IOException {
    Path image = image(cpio().file("a", "").end());
    new ImageUnpacker().unpack(image, target());

    assertThatThrownBy(() -> new ImageUnpacker().unpack(image, target()))
        .isInstanceOf(FileSystemException.class);
    assertThat(target().resolve("a")).exists();
    assertThat(leftBehind()).containsExactly("image.eif", "unpacked");
  }

  @Test
  void linksThatLeadOutAreRefused() throws IOException {
    List<String> outside =
        List.of(
            "/etc/passwd", "..", "../x", "a/../../x", "a/..", "./a", "a//b", "a/", "../../x", "/");
    for (String target : outside) {
      assertThat(refusal(cpio().link("link", target).end()))
          .as(target)
          .isEqualTo(Reason.LINK_TARGET);
    }
    assertThat(refusal(cpio().directory("d").link("d/link", "../../x").end()))
        .isEqualTo(Reason.LINK_TARGET);
  }

  @Test
  void linksInsideAreKept() throws IOException {
    new ImageUnpacker()
        .unpack(
            image(
                cpio()
                    .directory("d")
                    .directory("d/e")
                    .link("d/e/a", "../..")
                    .link("d/e/b", "../../d/f")
                    .link("d/c", "e/missing")
                    .end()),
            target());

    assertThat(Files.isSameFile(target().resolve("d/e/a"), target())).isTrue();
  }

  @Test
  void nothingIsWrittenThroughALink() throws IOException {
    assertThat(refusal(cpio().directory("d").link("l", "d").file("l/x", "").end()))
        .isEqualTo(Reason.PARENT);
    assertThat(refusal(cpio().link("l", "d").end(), cpio().directory("l").end()))
        .isEqualTo(Reason.REPLACED_TYPE);
  }

  @Test
  void directoriesComeBeforeWhatTheyHold() throws IOException {
    assertThat(refusal(cpio().file("d/a", "").directory("d").end())).isEqualTo(Reason.PARENT);
    assertThat(refusal(cpio().file("d", "").file("d/a", "").end())).isEqualTo(Reason.PARENT);
  }

  @Test
  void aFileDoesNotBecomeADirectoryNorTheOtherWayRound() throws IOException {
    assertThat(refusal(cpio().file("a", "").end(), cpio().directory("a").end()))
        .isEqualTo(Reason.REPLACED_TYPE);
    assertThat(refusal(cpio().directory("a").end(), cpio().file("a", "").end()))
        .isEqualTo(Reason.REPLACED_TYPE);
  }

  @Test
  void limitsHoldForAllRamdisksTogether() throws IOException {
    RamdiskLimits limits = new RamdiskLimits(2000, 3);
    byte[] some = cpio().file("a", "x".repeat(1200)).end();
    byte[] more = cpio().file("b", "x".repeat(1200)).end();
    byte[] many = cpio().file("c", "").file("d", "").file("e", "").end();
    byte[] bomb = Zstd.compress(cpio().file("a", "x".repeat(1 << 20)).end());

    assertThat(refusal(limits, some, more)).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal(limits, bomb)).isEqualTo(Reason.TOO_LARGE);
    assertThat(refusal(limits, some, many)).isEqualTo(Reason.TOO_MANY_ENTRIES);
  }

  private Reason refusal(byte[]... ramdisks) throws IOException {
    return refusal(RamdiskLimits.UNPACKING, ramdisks);
  }

  private Reason refusal(RamdiskLimits limits, byte[]... ramdisks) throws IOException {
    Path image = image(ramdisks);
    RamdiskException e =
        catchThrowableOfType(
            RamdiskException.class, () -> new ImageUnpacker(limits).unpack(image, target()));
    assertThat(e).isNotNull();
    assertThat(leftBehind()).containsExactly("image.eif");
    return e.reason();
  }
}
