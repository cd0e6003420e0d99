package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The 110 bytes in front of an entry's name: a magic number and thirteen fields of eight
 * hexadecimal digits. Time and the archive's own device are not kept; they are written as 0.
 *
 * @param inode of the file
 * @param mode type and permissions, as in stat(2)
 * @param owner user id
 * @param group group id
 * @param links names of the file
 * @param size bytes of content, up to 2^32 - 1
 * @param deviceMajor of a device's node; 0 for another file
 * @param deviceMinor likewise
 * @param nameSize bytes of the name with its terminating zero
 */
record CpioHeader(
    long inode,
    int mode,
    long owner,
    long group,
    long links,
    long size,
    long deviceMajor,
    long deviceMinor,
    int nameSize) {
  static final int SIZE = 110;

  static final int TYPE_MASK = 0170000;
  static final int TYPE_DIRECTORY = 0040000;
  static final int TYPE_FILE = 0100000;
  static final int TYPE_LINK = 0120000;
  static final int SET_ID_MASK = 06000;
  static final int EXECUTE_MASK = 0111;

  private static final String MAGIC = "070701";
  private static final int FIELD_SIZE = 8;

  // Which of the thirteen fields is which; all others are 0 in what is written.
  private static final int FIELDS = 13;
  private static final int INODE = 0;
  private static final int MODE = 1;
  private static final int OWNER = 2;
  private static final int GROUP = 3;
  private static final int LINKS = 4;
  private static final int CONTENT_SIZE = 6;
  private static final int DEVICE_MAJOR = 9;
  private static final int DEVICE_MINOR = 10;
  private static final int NAME_SIZE = 11;
  private static final int CHECKSUM = 12;

  /** Bytes of zero that follow {@code length} bytes, up to the next multiple of four. */
  static int padding(long length) {
    return (int) (-length & 3);
  }

  byte[] encode() {
    long[] fields = new long[FIELDS];
    fields[INODE] = inode;
    fields[MODE] = mode;
    fields[OWNER] = owner;
    fields[GROUP] = group;
    fields[LINKS] = links;
    fields[DEVICE_MAJOR] = deviceMajor;
    fields[DEVICE_MINOR] = deviceMinor;
    fields[CONTENT_SIZE] = size;
    fields[NAME_SIZE] = nameSize;
    StringBuilder text = new StringBuilder(SIZE).append(MAGIC);
    for (long field : fields) {
      String digits = Long.toHexString(field);
      text.repeat('0', FIELD_SIZE - digits.length()).append(digits);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  static CpioHeader parse(byte[] bytes) throws RamdiskException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.startsWith(MAGIC)) {
      throw new RamdiskException(
          Reason.MAGIC,
          "expected an entry of the newc format (070701), found '%s'"
              .formatted(EntryName.printable(text.substring(0, MAGIC.length()))));
    }
    if (field(text, CHECKSUM) != 0) {
      throw new RamdiskException(
          Reason.CHECKSUM, "expected no checksum in an entry of the newc format, found one");
    }
    long nameSize = field(text, NAME_SIZE);
    if (nameSize < 2 || nameSize > EntryName.MAX_BYTES) {
      throw new RamdiskException(
          Reason.NAME, "expected a name of 1 to 1023 bytes, found %d".formatted(nameSize - 1));
    }
    long mode = field(text, MODE);
    if (mode > 0177777) {
      throw new RamdiskException(Reason.FILE_TYPE, "found the mode 0%o".formatted(mode));
    }
    return new CpioHeader(
        field(text, INODE),
        (int) mode,
        field(text, OWNER),
        field(text, GROUP),
        field(text, LINKS),
        field(text, CONTENT_SIZE),
        field(text, DEVICE_MAJOR),
        field(text, DEVICE_MINOR),
        (int) nameSize);
  }

  private static long field(String text, int field) throws RamdiskException {
    int start = MAGIC.length() + FIELD_SIZE * field;
    long value = 0;
    for (int i = start; i < start + FIELD_SIZE; i++) {
      char digit = text.charAt(i);
      // Character.digit alone would also take the digits of other scripts.
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        throw new RamdiskException(
            Reason.FIELD,
            "expected eight hexadecimal digits as field %d, found '%s'"
                .formatted(field, EntryName.printable(text.substring(start, start + FIELD_SIZE))));
      }
      value = value << 4 | Character.digit(digit, 16);
    }
    return value;
  }
}
