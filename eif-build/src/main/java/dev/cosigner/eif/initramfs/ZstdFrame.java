package dev.cosigner.eif.initramfs;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** One Zstandard frame (RFC 8878), and not a byte more of the stream that it lies in. */
final class ZstdFrame extends InputStream {
  /** 2^27 bytes is the largest window that the kernel's decompressor takes. */
  private static final int MAX_WINDOW_LOG = 27;

  private static final int BUFFER = 128 * 1024;

  private final Lookahead in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx().setLongMax(MAX_WINDOW_LOG);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private boolean ended;

  ZstdFrame(Lookahead in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!out.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decompress();
    }
    int count = Math.min(length, out.remaining());
    out.get(bytes, offset, count);
    return count;
  }

  private void decompress() throws IOException {
    ByteBuffer source = in.buffered();
    int before = source.position();
    out.clear();
    try {
      ended = context.decompressDirectByteBufferStream(out, source);
    } catch (ZstdException e) {
      throw damaged(e.getMessage(), e);
    }
    out.flip();
    if (!ended && source.position() == before && !out.hasRemaining()) {
      throw damaged("it ends too soon", null);
    }
  }

  private static RamdiskException damaged(String how, Exception cause) {
    return new RamdiskException(
        Reason.DAMAGED, "the ramdisk's zstd compression is damaged: " + how, cause);
  }

  @Override
  public void close() {
    context.close();
  }
}
