package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One member of a gzip file (RFC 1952) as the kernel takes it, and not a byte more of the stream
 * that it lies in.
 */
final class GzipMember extends InputStream {
  private static final int HEADER = 10;
  private static final int DEFLATE = 8;
  private static final int IS_TEXT = 1;
  private static final int HAS_NAME = 8;
  private static final int MAX_NAME = 4096;

  private final Lookahead in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private boolean ended;

  GzipMember(Lookahead in) throws IOException {
    this.in = in;
    byte[] header = take(HEADER);
    int flags = header[3];
    if (header[2] != DEFLATE || (flags & ~(IS_TEXT | HAS_NAME)) != 0) {
      // The kernel would take another field for compressed data, and unpack something else.
      throw damaged("expected deflate, and in its header nothing but a name", null);
    }
    if ((flags & HAS_NAME) != 0) {
      skipName();
    }
  }

  private void skipName() throws IOException {
    for (int i = 0; i < MAX_NAME; i++) {
      if (take(1)[0] == 0) {
        return;
      }
    }
    throw damaged("the name in its header is too long", null);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    try {
      while (true) {
        // The inflater moves the buffer's position behind what it has used.
        if (inflater.needsInput()) {
          inflater.setInput(in.buffered());
        }
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          crc.update(bytes, offset, count);
          return count;
        }
        if (inflater.finished()) {
          checkTrailer();
          ended = true;
          return -1;
        }
        if (inflater.needsDictionary() || !in.buffered().hasRemaining()) {
          throw damaged("it ends too soon", null);
        }
      }
    } catch (DataFormatException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private void checkTrailer() throws IOException {
    byte[] trailer = take(8);
    if (littleEndian(trailer, 0) != (int) crc.getValue()
        || littleEndian(trailer, 4) != (int) inflater.getBytesWritten()) {
      throw damaged("its checksum or size is not that of its content", null);
    }
  }

  private static int littleEndian(byte[] bytes, int offset) {
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedInt(bytes[offset + i]);
    }
    return value;
  }

  private byte[] take(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw damaged("it ends too soon", null);
    }
    return bytes;
  }

  private static RamdiskException damaged(String how, Exception cause) {
    return new RamdiskException(
        Reason.DAMAGED, "the ramdisk's gzip compression is damaged: " + how, cause);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
