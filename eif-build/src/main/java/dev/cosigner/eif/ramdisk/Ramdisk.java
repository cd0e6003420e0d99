package dev.cosigner.eif.ramdisk;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** A ramdisk as it lies in an image: a cpio archive, compressed with Zstandard or not at all. */
public final class Ramdisk {
  private static final byte[] ZSTD_MAGIC = HexFormat.of().parseHex("28b52ffd");
  private static final byte[] CPIO_MAGIC = {'0', '7', '0', '7'};

  /**
   * Zstandard's level, part of the measurement: another one gives other bytes. So would another
   * version of the library, which the build pins, and more than one thread.
   */
  private static final int LEVEL = 19;

  /** The level of large archives, part of the measurement likewise. */
  private static final int STREAMED_LEVEL = 9;

  /** 2^27 bytes is the largest window that the kernel's decompressor takes. */
  private static final int MAX_WINDOW_LOG = 27;

  private Ramdisk() {}

  /**
   * Compresses a tree into one Zstandard frame, the same for the same tree on every machine.
   *
   * <p>The frame carries the content's size and its checksum: the kernel and {@link #open} check
   * what they unpacked, which the registers, over the compressed bytes, say nothing about.
   */
  public static byte[] compress(CpioWriter tree) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    tree.writeTo(archive);
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL).setWorkers(0).setChecksum(true).setContentSize(true);
      return context.compress(archive.toByteArray());
    }
  }

  /** Writes the bytes of an archive, the same each time. */
  @FunctionalInterface
  public interface Archive {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Compresses an archive of any size into one Zstandard frame, in bounded memory: as {@link
   * #compress(CpioWriter)}, at a level that is some twenty times faster.
   *
   * @param size exact bytes of the archive
   * @param out where the frame goes; it is not closed
   */
  public static void compress(Archive archive, long size, OutputStream out) throws IOException {
    try (ZstdFrameOutput frame = new ZstdFrameOutput(out, STREAMED_LEVEL, size)) {
      archive.writeTo(frame);
      frame.finish();
    }
  }

  /**
   * Opens the archive inside a ramdisk.
   *
   * @param in the ramdisk as it lies in the image; it is read to its end, not closed
   * @param maxBytes of the archive, after which reading it fails
   * @throws RamdiskException if it is neither Zstandard nor a plain archive
   */
  public static InputStream open(InputStream in, long maxBytes) throws IOException {
    byte[] magic = in.readNBytes(4);
    PushbackInputStream whole = new PushbackInputStream(in, 4);
    whole.unread(magic);
    if (Arrays.equals(magic, CPIO_MAGIC)) {
      return new Bounded(whole, maxBytes);
    }
    if (Arrays.equals(magic, ZSTD_MAGIC)) {
      return new Bounded(
          new ZstdInputStreamNoFinalizer(whole).setLongMax(MAX_WINDOW_LOG), maxBytes);
    }
    throw new RamdiskException(
        Reason.COMPRESSION,
        "expected a ramdisk of Zstandard (28b52ffd) or plain cpio (30373037), found "
            + HexFormat.of().formatHex(magic));
  }

  /**
   * Ends with a refusal where an archive is larger than the limit or its compression is damaged.
   */
  private static final class Bounded extends FilterInputStream {
    private final long maxBytes;
    private long count;

    Bounded(InputStream in, long maxBytes) {
      super(in);
      this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(buffer, offset, length);
      } catch (ZstdIOException e) {
        throw new RamdiskException(
            Reason.DAMAGED, "the ramdisk's compression is damaged: " + e.getMessage(), e);
      }
      if (read > 0) {
        count += read;
        if (count > maxBytes) {
          throw new RamdiskException(
              Reason.TOO_LARGE,
              "expected a ramdisk of at most %d bytes unpacked, found more".formatted(maxBytes));
        }
      }
      return read;
    }
  }
}
