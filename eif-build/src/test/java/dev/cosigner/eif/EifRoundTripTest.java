package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.EifException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what is read, and lies where the format says. */
class EifRoundTripTest {
  @TempDir private Path directory;

  @Test
  void aWriterAndAReaderAtWork() throws IOException {
    Path file = directory.resolve("image.eif");
    Measurements written = Images.write(file, Images.sections("first", "second"));

    try (EifReader reader = EifReader.open(file)) {
      List<String> ramdisks = new ArrayList<>();
      for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().type() == SectionType.RAMDISK) {
          ramdisks.add(
              new String(reader.data().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII));
        }
      }
      assertThat(ramdisks).containsExactly("first", "second");
      assertThat(reader.measurements()).isEqualTo(written);
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void anImageTellsAllButItsLargeSections() throws IOException {
    Path file = directory.resolve("image.eif");
    Images.write(file, Images.sections("rd0"));

    EifImage image = EifImage.read(file);

    assertThat(image.architecture()).isEqualTo(Architecture.X86_64);
    assertThat(image.defaultMemory()).isEqualTo(1L << 30);
    assertThat(image.defaultCpus()).isEqualTo(2);
    assertThat(image.commandLine()).isEqualTo("cmdline");
    assertThat(image.metadata()).isEqualTo(Images.METADATA);
    assertThat(image.sections())
        .extracting(EifSection::type)
        .containsExactly(
            SectionType.KERNEL,
            SectionType.COMMAND_LINE,
            SectionType.METADATA,
            SectionType.RAMDISK);
    assertThat(image.sections().getFirst()).isEqualTo(new EifSection(SectionType.KERNEL, 548, 6));
    assertThat(image.sections().getLast().end()).isEqualTo(Files.size(file));
  }

  /** Sections of random number and content, against a parser that knows nothing of the writer. */
  @Test
  void randomImagesReadBack() throws IOException {
    Random random = new Random(20260101);
    for (int round = 0; round < 100; round++) {
      List<SectionSource> sections = new ArrayList<>();
      sections.add(SectionSource.of(SectionType.KERNEL, bytes(random, 1, 300_000)));
      sections.add(SectionSource.of(SectionType.COMMAND_LINE, bytes(random, 0, 2048)));
      int ramdisks = random.nextInt(0, 29);
      int metadata = random.nextInt(0, ramdisks + 1);
      for (int i = 0; i <= ramdisks; i++) {
        sections.add(
            i == metadata
                ? SectionSource.of(SectionType.METADATA, Images.METADATA.toJson())
                : SectionSource.of(SectionType.RAMDISK, bytes(random, 1, 3000)));
      }
      if (random.nextBoolean()) {
        sections.add(SectionSource.of(SectionType.SIGNATURE, bytes(random, 1, 32768)));
      }
      Path file = directory.resolve("image-" + round + ".eif");

      Measurements written = Images.write(file, sections);

      assertThat(EifImage.read(file).measurements()).isEqualTo(written);
      assertThat(naivelyParsed(Files.readAllBytes(file))).isEqualTo(contents(sections));
    }
  }

  private static byte[] bytes(Random random, int min, int max) {
    byte[] bytes = new byte[random.nextInt(min, max + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<List<Object>> contents(List<SectionSource> sections) throws IOException {
    List<List<Object>> contents = new ArrayList<>();
    for (SectionSource section : sections) {
      contents.add(List.of(section.type().code(), ByteBuffer.wrap(section.open().readAllBytes())));
    }
    return contents;
  }

  private static List<List<Object>> naivelyParsed(byte[] image) {
    ByteBuffer all = ByteBuffer.wrap(image);
    assertThat(all.getInt(0)).isEqualTo(0x2e656966);
    assertThat(all.getInt(4)).isEqualTo(0x00040000);
    List<List<Object>> contents = new ArrayList<>();
    int count = all.getShort(26);
    for (int i = 0; i < count; i++) {
      int offset = (int) all.getLong(28 + 8 * i);
      int size = (int) all.getLong(284 + 8 * i);
      assertThat(all.getShort(offset + 2)).isZero();
      assertThat(all.getLong(offset + 4)).isEqualTo(size);
      contents.add(List.of((int) all.getShort(offset), all.slice(offset + 12, size)));
    }
    assertThat(all.getInt(540)).isZero();
    return contents;
  }

  @Test
  void theForgersImageIsTheWriters() throws IOException {
    Path file = directory.resolve("image.eif");
    Images.write(file, Images.sections("rd0", "rd1"));

    assertThat(Files.readAllBytes(file)).isEqualTo(Images.Forged.wellFormed().build());
  }

  @Test
  void anArmImageKeepsItsArchitecture() throws IOException {
    byte[] image = Images.Forged.wellFormed().patch(7, (byte) 1).build();

    assertThat(Images.read(image).architecture()).isEqualTo(Architecture.AARCH64);
  }

  @Test
  void theWriterRefusesWhatAReaderWould() {
    List<SectionSource> sections = Images.sections("rd0");
    sections.remove(2);

    EifException e =
        catchThrowableOfType(
            EifException.class, () -> Images.write(directory.resolve("image.eif"), sections));

    assertThat(e.reason()).isEqualTo(Reason.NO_METADATA);
  }

  @Test
  void registersAreNotToldBeforeTheEnd() throws IOException {
    byte[] image = Images.Forged.wellFormed().build();
    EifReader reader = EifReader.of(new ByteArrayInputStream(image), image.length);

    assertThatThrownBy(reader::measurements).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRefused() throws IOException {
    byte[] image = Images.Forged.wellFormed().build();
    EifReader reader =
        EifReader.of(new ByteArrayInputStream(image, 0, image.length - 1), image.length);

    assertThat(catchThrowableOfType(EifException.class, () -> EifImage.read(reader)).reason())
        .isEqualTo(Reason.TRUNCATED);
  }

  /** 4 GiB of ramdisk, mostly a hole, in a JVM whose heap could not hold it. */
  @Test
  @Tag("thorough")
  void aLargeImageIsStreamed() throws IOException {
    Path ramdisk = directory.resolve("ramdisk");
    try (RandomAccessFile sparse = new RandomAccessFile(ramdisk.toFile(), "rw")) {
      sparse.setLength(1L << 32);
    }
    List<SectionSource> sections = Images.sections();
    sections.add(SectionSource.of(SectionType.RAMDISK, ramdisk));
    Path file = directory.resolve("image.eif");

    Measurements written = Images.write(file, sections);

    assertThat(EifImage.read(file).measurements()).isEqualTo(written);
  }
}
