package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;
import org.tukaani.xz.XZIOException;

/** What a member of a ramdisk unpacks to, bounded, and counted. */
final class MemberStream extends InputStream {
  /**
   * Kibibytes for a dictionary: a quarter of the heap, and at least the 32 MiB of xz -8; the 64 MiB
   * of -9 would not leave a heap of 64 MB alone.
   */
  private static final int XZ_MEMORY =
      Math.clamp(Runtime.getRuntime().maxMemory() / 4096, 34 * 1024, 1 << 20);

  private final InputStream in;
  private final Compression compression;
  private final long maxBytes;
  private final MessageDigest digest = Sha256.newDigest();
  private long count;

  private MemberStream(InputStream in, Compression compression, long maxBytes) {
    this.in = in;
    this.compression = compression;
    this.maxBytes = maxBytes;
  }

  /**
   * Opens the member that begins here.
   *
   * @param maxBytes after which reading it is refused
   */
  static MemberStream open(Lookahead source, Compression compression, long maxBytes)
      throws IOException {
    try {
      InputStream in =
          switch (compression) {
            case NONE -> source;
            case GZIP -> new GzipMember(source);
            case ZSTD -> new ZstdFrame(source);
            case XZ -> new SingleXZInputStream(source, XZ_MEMORY);
            case LZ4 -> new Lz4LegacyFrame(source);
          };
      return new MemberStream(in, compression, maxBytes);
    } catch (XZIOException | EOFException e) {
      throw damaged(compression, e);
    }
  }

  /** Bytes that were read. */
  long count() {
    return count;
  }

  /** SHA-256 of what was read, in hexadecimal; nothing can be read after it. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = in.read(bytes, offset, length);
    } catch (XZIOException | EOFException e) {
      throw damaged(compression, e);
    }
    if (read > 0) {
      count += read;
      digest.update(bytes, offset, read);
      if (count > maxBytes) {
        throw new RamdiskException(
            Reason.TOO_LARGE, "expected a ramdisk that unpacks to less, found more bytes in it");
      }
    }
    return read;
  }

  private static RamdiskException damaged(Compression compression, IOException e) {
    String how =
        switch (e) {
          case MemoryLimitException limit ->
              "it needs %d KiB of memory for its dictionary, expected at most %d"
                  .formatted(limit.getMemoryNeeded(), limit.getMemoryLimit());
          case EOFException end -> "it ends too soon";
          default -> String.valueOf(e.getMessage());
        };
    return new RamdiskException(
        Reason.DAMAGED,
        "the ramdisk's %s compression is damaged: %s".formatted(compression, how),
        e);
  }

  /** Frees what decompresses; the source stays open. */
  @Override
  public void close() throws IOException {
    if (compression == Compression.GZIP || compression == Compression.ZSTD) {
      in.close();
    }
  }
}
