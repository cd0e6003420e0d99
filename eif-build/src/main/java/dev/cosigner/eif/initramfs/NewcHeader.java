package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.nio.charset.StandardCharsets;

/**
 * The 110 bytes in front of an entry's name, with all of their thirteen fields ({@code
 * Documentation/driver-api/early-userspace/buffer-format.rst}).
 */
record NewcHeader(
    boolean checked,
    long inode,
    long mode,
    long owner,
    long group,
    long links,
    long modified,
    long size,
    long fileSystem,
    long device,
    long nameSize,
    long checksum) {

  static final int SIZE = 110;

  private static final int FIELD = 8;
  private static final String MAGIC = "070701";
  private static final String MAGIC_WITH_CHECKSUM = "070702";

  static NewcHeader parse(byte[] bytes) throws RamdiskException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean checked = text.startsWith(MAGIC_WITH_CHECKSUM);
    if (!checked && !text.startsWith(MAGIC)) {
      throw new RamdiskException(
          Reason.MAGIC,
          "expected an entry of the newc format (070701 or 070702), found '%s'"
              .formatted(text.substring(0, MAGIC.length()).replaceAll("\\P{Print}", "?")));
    }
    long[] fields = new long[13];
    for (int i = 0; i < fields.length; i++) {
      fields[i] =
          field(text.substring(MAGIC.length() + FIELD * i, MAGIC.length() + FIELD * (i + 1)), i);
    }
    return new NewcHeader(
        checked,
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        fields[4],
        fields[5],
        fields[6],
        fields[7] << 32 | fields[8],
        fields[9] << 32 | fields[10],
        fields[11],
        fields[12]);
  }

  private static long field(String digits, int field) throws RamdiskException {
    long value = 0;
    for (int i = 0; i < FIELD; i++) {
      char digit = digits.charAt(i);
      // Character.digit alone would also take the digits of other scripts.
      if (digit > 'f' || Character.digit(digit, 16) < 0) {
        throw new RamdiskException(
            Reason.FIELD,
            "expected eight hexadecimal digits as field %d, found '%s'"
                .formatted(field, digits.replaceAll("\\P{Print}", "?")));
      }
      value = value << 4 | Character.digit(digit, 16);
    }
    return value;
  }
}
