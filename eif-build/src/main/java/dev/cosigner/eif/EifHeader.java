package dev.cosigner.eif;

import dev.cosigner.eif.EifException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The 548 bytes at the start of an image, big-endian: magic, version, flags, default memory and
 * CPUs, where the sections lie, and the CRC-32 of everything else.
 *
 * @param architecture the processor it is made for
 * @param defaultMemory bytes of memory where the one who starts it names none
 * @param defaultCpus number of virtual CPUs where the one who starts it names none
 * @param extents where the sections lie, in file order
 * @param crc over the first 544 bytes and every section with its header
 */
record EifHeader(
    Architecture architecture,
    long defaultMemory,
    long defaultCpus,
    List<Extent> extents,
    int crc) {

  /**
   * One section as the header gives it.
   *
   * @param offset of the section's header from the start of the file
   * @param size of the section's data in bytes
   */
  record Extent(long offset, long size) {
    long end() {
      return offset + EifSection.HEADER_SIZE + size;
    }
  }

  static final int SIZE = 548;

  /** Where the CRC lies; the bytes before it are what it covers of the header. */
  static final int CRC_OFFSET = 0x220;

  static final int MIN_SECTIONS = 2;
  static final int MAX_SECTIONS = 32;
  static final int VERSION = 4;

  private static final byte[] MAGIC = ".eif".getBytes(StandardCharsets.US_ASCII);

  EifHeader {
    extents = List.copyOf(extents);
  }

  byte[] encode() {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    header.put(MAGIC).putShort((short) VERSION).putShort((short) architecture.flags());
    header.putLong(defaultMemory).putLong(defaultCpus);
    header.putShort((short) 0).putShort((short) extents.size());
    int offsets = header.position();
    for (int i = 0; i < extents.size(); i++) {
      header.putLong(offsets + 8 * i, extents.get(i).offset());
      header.putLong(offsets + 8 * (MAX_SECTIONS + i), extents.get(i).size());
    }
    return header.putInt(CRC_OFFSET, crc).array();
  }

  /**
   * Reads a header and checks it against the size of its file: sections follow each other without a
   * gap or an overlap and end where the file ends.
   *
   * @param bytes the first 548 bytes of the file, or all where it is shorter
   * @param fileSize in bytes
   */
  static EifHeader parse(byte[] bytes, long fileSize) throws EifException {
    if (!Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      String found = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAGIC.length));
      throw new EifException(
          Reason.MAGIC, "not an enclave image: expected it to start with 2e656966, found " + found);
    }
    if (bytes.length < SIZE) {
      throw new EifException(
          Reason.TRUNCATED, "expected a header of 548 bytes, found %d".formatted(bytes.length));
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length, SIZE - MAGIC.length);
    int version = Short.toUnsignedInt(header.getShort());
    if (version != VERSION) {
      throw new EifException(
          Reason.VERSION, "expected version %d, found %d".formatted(VERSION, version));
    }
    Architecture architecture = Architecture.of(Short.toUnsignedInt(header.getShort()));
    long defaultMemory = header.getLong();
    long defaultCpus = header.getLong();
    requireZero(Short.toUnsignedInt(header.getShort()), "before the section count");
    int count = Short.toUnsignedInt(header.getShort());
    if (count < MIN_SECTIONS || count > MAX_SECTIONS) {
      throw new EifException(
          Reason.SECTION_COUNT, "expected 2 to 32 sections, found %d".formatted(count));
    }
    List<Extent> extents = new ArrayList<>(count);
    int offsets = header.position();
    for (int i = 0; i < MAX_SECTIONS; i++) {
      Extent extent =
          new Extent(
              header.getLong(offsets + 8 * i), header.getLong(offsets + 8 * (MAX_SECTIONS + i)));
      if (i < count) {
        extents.add(extent);
      } else if (extent.offset() != 0 || extent.size() != 0) {
        throw new EifException(
            Reason.UNUSED_SLOT,
            "the header counts %d sections, but has an offset or size for section %d"
                .formatted(count, i));
      }
    }
    requireZero(header.getInt(CRC_OFFSET - 4), "before the CRC");
    requireContiguous(extents, fileSize);
    return new EifHeader(
        architecture, defaultMemory, defaultCpus, extents, header.getInt(CRC_OFFSET));
  }

  private static void requireZero(int value, String where) throws EifException {
    if (value != 0) {
      throw new EifException(
          Reason.RESERVED,
          "expected the reserved field %s to be 0, found 0x%x".formatted(where, value));
    }
  }

  private static void requireContiguous(List<Extent> extents, long fileSize) throws EifException {
    long end = SIZE;
    for (int i = 0; i < extents.size(); i++) {
      Extent extent = extents.get(i);
      // Both are unsigned in the file: what is negative here is 2^63 or more there.
      if (extent.offset() < 0 || extent.size() < 0) {
        throw new EifException(
            Reason.SECTION_BOUNDS,
            "section %d: offset %s, size %s: more than any file holds"
                .formatted(
                    i,
                    Long.toUnsignedString(extent.offset()),
                    Long.toUnsignedString(extent.size())));
      }
      if (extent.offset() != end) {
        throw new EifException(
            extent.offset() < end ? Reason.OVERLAP : Reason.GAP,
            "section %d: expected at offset %d, where the bytes before it end, found at %d"
                .formatted(i, end, extent.offset()));
      }
      long available = fileSize - end - EifSection.HEADER_SIZE;
      if (extent.size() > available) {
        throw new EifException(
            Reason.TRUNCATED,
            "section %d: expected %d bytes, found %d before the file ends"
                .formatted(i, extent.size(), Math.max(0, available)));
      }
      end = extent.end();
    }
    if (end != fileSize) {
      throw new EifException(
          Reason.TRAILING_BYTES,
          "expected the file to end with its last section at %d, found %d more bytes"
              .formatted(end, fileSize - end));
    }
  }
}
