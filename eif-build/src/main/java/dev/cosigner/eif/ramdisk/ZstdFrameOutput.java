package dev.cosigner.eif.ramdisk;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * One Zstandard frame with its content's size and checksum, compressed by one thread. The library
 * is handed blocks of a fixed size, so that the frame does not depend on how its writer cuts what
 * it writes.
 */
final class ZstdFrameOutput extends OutputStream {
  /** A block of the format ({@code ZSTD_BLOCKSIZE_MAX}). */
  private static final int BLOCK = 128 * 1024;

  private final OutputStream out;
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private final ByteBuffer input = ByteBuffer.allocateDirect(BLOCK);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BLOCK);
  private final byte[] copy = new byte[BLOCK];

  ZstdFrameOutput(OutputStream out, int level, long contentSize) {
    this.out = out;
    context.setLevel(level).setWorkers(0).setChecksum(true).setContentSize(true);
    context.setPledgedSrcSize(contentSize);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int position = offset;
    int end = offset + length;
    while (position < end) {
      int count = Math.min(end - position, input.remaining());
      input.put(bytes, position, count);
      position += count;
      if (!input.hasRemaining()) {
        compress(EndDirective.CONTINUE);
      }
    }
  }

  /** Ends the frame. Fails if not as many bytes were written as were announced. */
  void finish() throws IOException {
    compress(EndDirective.END);
  }

  private void compress(EndDirective directive) throws IOException {
    input.flip();
    boolean done;
    do {
      output.clear();
      done = context.compressDirectByteBufferStream(output, input, directive);
      output.flip();
      int count = output.remaining();
      output.get(copy, 0, count);
      out.write(copy, 0, count);
    } while (input.hasRemaining() || (directive == EndDirective.END && !done));
    input.clear();
  }

  @Override
  public void close() {
    context.close();
  }
}
