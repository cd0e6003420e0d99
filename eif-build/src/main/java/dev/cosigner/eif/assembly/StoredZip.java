package dev.cosigner.eif.assembly;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Writes a ZIP file of stored entries (PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16),
 * with nothing in it that depends on the system: no times, no permissions, no extra fields.
 */
final class StoredZip {
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;

  private static final int VERSION = 10;
  private static final int UTF_8_NAMES = 0x0800;
  private static final int STORED = 0;
  private static final int NO_EXTRA_FIELDS = 0;
  private static final int NO_COMMENT = 0;
  private static final int NO_ATTRIBUTES = 0;
  private static final int FIRST_DISK = 0;

  /** Midnight, the first of January 1980: the earliest that the format can say. */
  private static final int TIME = 0;

  private static final int DATE = 1 << 5 | 1;

  private static final int MAX_ENTRIES = 0xfffe;

  private final OutputStream out;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;
  private int offset;

  StoredZip(OutputStream out) {
    this.out = out;
  }

  void add(String name, byte[] content) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    if (nameBytes.length > 0xffff || entries == MAX_ENTRIES) {
      throw new ZipException("expected at most 65534 entries with names of at most 65535 bytes");
    }
    CRC32 crc = new CRC32();
    crc.update(content);

    ByteArrayOutputStream common = new ByteArrayOutputStream();
    write16(common, VERSION, UTF_8_NAMES, STORED, TIME, DATE);
    write32(common, (int) crc.getValue(), content.length, content.length);
    write16(common, nameBytes.length, NO_EXTRA_FIELDS);

    write32(directory, CENTRAL_SIGNATURE);
    write16(directory, VERSION);
    common.writeTo(directory);
    write16(directory, NO_COMMENT, FIRST_DISK, NO_ATTRIBUTES);
    write32(directory, NO_ATTRIBUTES, offset);
    directory.write(nameBytes);

    write32(out, LOCAL_SIGNATURE);
    common.writeTo(out);
    out.write(nameBytes);
    out.write(content);
    entries++;
    offset = Math.addExact(offset, 30 + nameBytes.length + content.length);
  }

  void finish() throws IOException {
    directory.writeTo(out);
    write32(out, END_SIGNATURE);
    write16(out, FIRST_DISK, FIRST_DISK, entries, entries);
    write32(out, directory.size(), offset);
    write16(out, NO_COMMENT);
  }

  private static void write16(OutputStream out, int... values) throws IOException {
    for (int value : values) {
      out.write(value);
      out.write(value >>> 8);
    }
  }

  private static void write32(OutputStream out, int... values) throws IOException {
    for (int value : values) {
      write16(out, value, value >>> 16);
    }
  }
}
