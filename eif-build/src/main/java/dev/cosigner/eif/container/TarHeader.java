package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 512 bytes in front of an entry: POSIX.1-2017 pax, "ustar Interchange Format", or GNU's form
 * of it, where numbers may be binary and the prefix is no part of the name.
 */
final class TarHeader {
  static final int SIZE = 512;

  private static final byte[] POSIX = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GNU = "ustar  \0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] block;
  private final boolean posix;

  private TarHeader(byte[] block, boolean posix) {
    this.block = block;
    this.posix = posix;
  }

  /** Checks magic and checksum of a block that is not all zeros. */
  static TarHeader parse(byte[] block) throws ContainerException {
    byte[] magic = Arrays.copyOfRange(block, 257, 265);
    boolean posix = Arrays.equals(magic, POSIX);
    if (!posix && !Arrays.equals(magic, GNU)) {
      throw new ContainerException(
          Reason.MAGIC, "expected an entry of a tar archive (ustar or GNU), found other bytes");
    }
    TarHeader header = new TarHeader(block, posix);
    int sum = 0;
    for (int i = 0; i < SIZE; i++) {
      sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(block[i]);
    }
    long expected = header.octal(148, 8, "checksum");
    if (expected != sum) {
      throw new ContainerException(
          Reason.CHECKSUM, "expected a header with checksum %o, found %o".formatted(expected, sum));
    }
    return header;
  }

  /** The name as its bytes are: with the prefix where there is one. */
  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix = posix ? text(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  byte[] linkName() {
    return text(157, 100);
  }

  char type() {
    return (char) Byte.toUnsignedInt(block[156]);
  }

  long mode() throws ContainerException {
    return number(100, 8, "mode");
  }

  long uid() throws ContainerException {
    return number(108, 8, "uid");
  }

  long gid() throws ContainerException {
    return number(116, 8, "gid");
  }

  long size() throws ContainerException {
    return number(124, 12, "size");
  }

  long major() throws ContainerException {
    return number(329, 8, "devmajor");
  }

  long minor() throws ContainerException {
    return number(337, 8, "devminor");
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  /** Octal, or binary with the highest bit set (GNU), of which only positive numbers are taken. */
  private long number(int offset, int length, String field) throws ContainerException {
    if ((block[offset] & 0x80) == 0) {
      return octal(offset, length, field);
    }
    long value = block[offset] & 0x7f;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value >= 1L << 55) {
        throw new ContainerException(
            Reason.FIELD,
            "expected a %s below 2^63, found a larger or negative one".formatted(field));
      }
      value = value << 8 | Byte.toUnsignedInt(block[i]);
    }
    return value;
  }

  /** Digits with spaces before them and spaces or zeros behind; nothing at all is 0. */
  private long octal(int offset, int length, String field) throws ContainerException {
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long value = 0;
    while (at < end && block[at] >= '0' && block[at] <= '7') {
      value = value << 3 | block[at] - '0';
      at++;
    }
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    if (at < end) {
      throw new ContainerException(
          Reason.FIELD,
          "expected octal digits as %s, found byte 0x%02x".formatted(field, block[at]));
    }
    return value;
  }
}
