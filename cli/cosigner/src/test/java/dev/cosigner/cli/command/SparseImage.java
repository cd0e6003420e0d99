package dev.cosigner.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Images of any size that take no room on the disk: sections that end with zeros. */
final class SparseImage {
  private static final byte[] ZEROS = new byte[1 << 20];
  private static final String METADATA =
      """
      {"ImageName":"large","ImageVersion":"1","BuildMetadata":{"BuildTime":"","BuildTool":"",\
      "BuildToolVersion":"","OperatingSystem":"","KernelVersion":""}}\
      """;

  private final List<Section> sections = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Section(int type, byte[] start, long size) {}

  /** A kernel, a command line and metadata; ramdisks are to be added. */
  SparseImage() {
    add(1, ascii("kernel"), 6);
    add(2, ascii("console=ttyS0"), 13);
    add(5, ascii(METADATA), METADATA.length());
  }

  private void add(int type, byte[] start, long size) {
    sections.add(new Section(type, start, size));
  }

  /** A ramdisk that begins with these bytes, and with zeros after them is of this size. */
  SparseImage ramdisk(byte[] start, long size) {
    add(3, start, size);
    return this;
  }

  SparseImage ramdisk(byte[] content) {
    return ramdisk(content, content.length);
  }

  void write(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(548);
    header.put(ascii(".eif")).putShort((short) 4).putShort((short) 0);
    header.putLong(1L << 30).putLong(2).putShort((short) 0).putShort((short) sections.size());
    long end = 548;
    for (int i = 0; i < sections.size(); i++) {
      header.putLong(0x1c + 8 * i, end);
      header.putLong(0x11c + 8 * i, sections.get(i).size());
      end += 12 + sections.get(i).size();
    }
    CRC32 crc = new CRC32();
    crc.update(header.array(), 0, 0x220);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long offset = 548;
      for (Section section : sections) {
        byte[] start = section.start();
        byte[] bytes =
            ByteBuffer.allocate(12 + start.length)
                .putShort((short) section.type())
                .putShort((short) 0)
                .putLong(section.size())
                .put(start)
                .array();
        crc.update(bytes);
        out.write(ByteBuffer.wrap(bytes), offset);
        for (long rest = section.size() - start.length; rest > 0; rest -= ZEROS.length) {
          crc.update(ZEROS, 0, (int) Math.min(ZEROS.length, rest));
        }
        offset += 12 + section.size();
      }
      if (out.size() < end) {
        out.write(ByteBuffer.allocate(1), end - 1);
      }
      out.write(header.putInt(0x220, (int) crc.getValue()).rewind(), 0);
    }
  }

  /** An entry of a cpio archive, without what follows its content. */
  static byte[] entry(String name, int mode, int owner, long size, String content) {
    String header =
        "070701%08x%08x%08x%08x%08x%08x%08x".formatted(1, mode, owner, owner, 1, owner, (int) size)
            + "0".repeat(32)
            + "%08x".formatted(name.length() + 1)
            + "0".repeat(8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii(header + name + "\0"));
    pad(out);
    out.writeBytes(ascii(content));
    pad(out);
    return out.toByteArray();
  }

  private static void pad(ByteArrayOutputStream out) {
    out.writeBytes(new byte[-out.size() & 3]);
  }

  /** An archive of as many files, of all of whose attributes one is different. */
  static byte[] archive(int files, int owner) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < files; i++) {
      out.writeBytes(
          entry("d/" + "n".repeat(200) + i, 0100600 + owner, owner, 1, Integer.toString(owner)));
    }
    out.writeBytes(entry("TRAILER!!!", 0, 0, 0, ""));
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
