package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a cpio archive in the newc format, one entry after the other, each file streamed. The
 * caller gives the order, which is part of the measurement.
 */
public final class CpioOutput {
  private static final String TRAILER = "TRAILER!!!";
  private static final int BUFFER_SIZE = 128 * 1024;
  private static final long MAX_SIZE = 0xffff_ffffL;

  private final OutputStream out;

  /**
   * What an entry says of its file, beside name and content.
   *
   * @param number that tells files apart in the archive
   * @param mode type and permissions, as in stat(2)
   * @param owner user id
   * @param group group id
   * @param links names of the file in the archive; for a directory 2
   * @param deviceMajor of a device's node; 0 for another file
   * @param deviceMinor likewise
   */
  public record Inode(
      long number, int mode, int owner, int group, int links, int deviceMajor, int deviceMinor) {
    /** The inode of a file that is no device. */
    public Inode(long number, int mode, int owner, int group, int links) {
      this(number, mode, owner, group, links, 0, 0);
    }
  }

  /**
   * @param out where the archive goes; it is not closed
   */
  public CpioOutput(OutputStream out) {
    this.out = out;
  }

  /** The bytes of an archive that one entry takes. */
  public static long sizeOf(String name, long size) {
    long head = CpioHeader.SIZE + EntryName.length(name) + 1L;
    return head + CpioHeader.padding(head) + size + CpioHeader.padding(size);
  }

  /** The bytes that end an archive. */
  public static long sizeOfEnd() {
    return sizeOf(TRAILER, 0);
  }

  /**
   * Writes an entry.
   *
   * @param size bytes of content, at most 2^32 - 1
   * @param content exactly so many bytes; it is not closed
   * @throws RamdiskException if the content has another size
   */
  public void write(String name, Inode inode, long size, InputStream content) throws IOException {
    if (size < 0 || size > MAX_SIZE) {
      throw new RamdiskException(
          Reason.TOO_LARGE,
          "'%s': expected at most %d bytes, found %d".formatted(name, MAX_SIZE, size));
    }
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    CpioHeader header =
        new CpioHeader(
            inode.number(),
            inode.mode(),
            inode.owner(),
            inode.group(),
            inode.links(),
            size,
            inode.deviceMajor(),
            inode.deviceMinor(),
            nameBytes.length + 1);
    out.write(header.encode());
    out.write(nameBytes);
    out.write(0);
    pad(CpioHeader.SIZE + nameBytes.length + 1L);
    copy(name, size, content);
    pad(size);
  }

  /** Writes the end of the archive. */
  public void finish() throws IOException {
    write(TRAILER, new Inode(0, 0, 0, 0, 1), 0, InputStream.nullInputStream());
  }

  private void copy(String name, long size, InputStream content) throws IOException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, size + 1)];
    long written = 0;
    for (int count; (count = content.read(buffer)) >= 0; ) {
      written += count;
      if (written > size) {
        break;
      }
      out.write(buffer, 0, count);
    }
    if (written != size) {
      throw new RamdiskException(
          Reason.CONTENT,
          "'%s' changed while it was read: expected %d bytes, found %s %d"
              .formatted(name, size, written > size ? "at least" : "only", written));
    }
  }

  private void pad(long length) throws IOException {
    out.write(new byte[CpioHeader.padding(length)]);
  }
}
