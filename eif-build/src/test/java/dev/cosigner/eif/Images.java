package dev.cosigner.eif;

import dev.cosigner.eif.ramdisk.ForgedCpio;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Small images for tests: well-formed ones by the writer, all others by {@link Forged}. */
public final class Images {
  public static final EifMetadata METADATA =
      new EifMetadata(
          "test", "1", "2026-01-01T00:00:00Z", "cosigner", "0.1.0", "Debian 13", "6.12.1");

  private Images() {}

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The sections of facts that the vectors are about, with as many ramdisks as given. */
  public static List<SectionSource> sections(String... ramdisks) {
    List<SectionSource> sections = new ArrayList<>();
    sections.add(SectionSource.of(SectionType.KERNEL, ascii("kernel")));
    sections.add(SectionSource.of(SectionType.COMMAND_LINE, ascii("cmdline")));
    sections.add(SectionSource.of(SectionType.METADATA, METADATA.toJson()));
    for (String ramdisk : ramdisks) {
      sections.add(SectionSource.of(SectionType.RAMDISK, ascii(ramdisk)));
    }
    return sections;
  }

  public static Measurements write(Path file, List<SectionSource> sections) throws IOException {
    try (SeekableByteChannel out =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return new EifWriter(Architecture.X86_64, 1L << 30, 2).write(sections, out);
    }
  }

  public static EifImage read(byte[] image) throws IOException {
    try (EifReader reader = EifReader.of(new ByteArrayInputStream(image), image.length)) {
      return EifImage.read(reader);
    }
  }

  /** One section of a forged image. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(int type, byte[] data) {}

  /** Builds images byte by byte, right ones and wrong ones, without the code under test. */
  public static final class Forged {
    final List<Part> parts = new ArrayList<>();
    private final List<Patch> patches = new ArrayList<>();
    private boolean sealCrc = true;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Patch(int offset, byte[] bytes) {}

    /** Kernel, command line, metadata and two ramdisks: well-formed until it is changed. */
    public static Forged wellFormed() {
      Forged forged = new Forged();
      forged.with(1, "kernel").with(2, "cmdline");
      forged.parts.add(new Part(5, METADATA.toJson()));
      return forged.with(3, "rd0").with(3, "rd1");
    }

    /** The same with ramdisks that can be looked into. */
    public static Forged withArchives() {
      return wellFormed()
          .without(4)
          .without(3)
          .with(3, new ForgedCpio().file("init", "boot").end())
          .with(3, new ForgedCpio().file("app", "run").end());
    }

    Forged with(int type, String data) {
      parts.add(new Part(type, ascii(data)));
      return this;
    }

    /** Takes a section out. */
    public Forged without(int index) {
      parts.remove(index);
      return this;
    }

    public Forged with(int type, byte[] data) {
      parts.add(new Part(type, data));
      return this;
    }

    /** Overwrites bytes at an offset of the file; the CRC is made right again afterwards. */
    Forged patch(int offset, byte... bytes) {
      patches.add(new Patch(offset, bytes));
      return this;
    }

    Forged patchLong(int offset, long value) {
      return patch(offset, ByteBuffer.allocate(8).putLong(value).array());
    }

    /** Leaves the CRC of the image before it was patched. */
    Forged withStaleCrc() {
      sealCrc = false;
      return this;
    }

    int offsetOf(int index) {
      int offset = 548;
      for (Part part : parts.subList(0, index)) {
        offset += 12 + part.data().length;
      }
      return offset;
    }

    public byte[] build() {
      ByteBuffer image = ByteBuffer.allocate(offsetOf(parts.size()));
      image.put(ascii(".eif")).putShort((short) 4).putShort((short) 0);
      image.putLong(1L << 30).putLong(2).putShort((short) 0).putShort((short) parts.size());
      for (int i = 0; i < parts.size() && i < 32; i++) {
        image.putLong(0x1c + 8 * i, offsetOf(i));
        image.putLong(0x11c + 8 * i, parts.get(i).data().length);
      }
      image.position(548);
      for (Part part : parts) {
        image.putShort((short) part.type()).putShort((short) 0).putLong(part.data().length);
        image.put(part.data());
      }
      if (!sealCrc) {
        image.putInt(0x220, crc(image.array()));
      }
      for (Patch patch : patches) {
        image.put(patch.offset(), patch.bytes());
      }
      if (sealCrc) {
        image.putInt(0x220, crc(image.array()));
      }
      return image.array();
    }

    private static int crc(byte[] image) {
      CRC32 crc = new CRC32();
      crc.update(image, 0, 0x220);
      crc.update(image, 548, image.length - 548);
      return (int) crc.getValue();
    }
  }

  static byte[] truncated(byte[] image, int length) {
    return Arrays.copyOf(image, length);
  }
}
