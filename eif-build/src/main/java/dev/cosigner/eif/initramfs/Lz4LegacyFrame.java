package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The legacy frame of {@code lz4 -l}, the only one that the kernel takes (lib/decompress_unlz4.c):
 * a magic number, then blocks of at most 8 MiB, each behind its size, to the end of the ramdisk or
 * up to zeros. A block is LZ4's block format ({@code lz4_Block_format.md}).
 */
final class Lz4LegacyFrame extends InputStream {
  private static final int BLOCK = 8 << 20;

  /** What LZ4_compressBound gives for a block. */
  private static final int MAX_COMPRESSED = BLOCK + BLOCK / 255 + 16;

  private static final int MAGIC = 0x184c2102;
  private static final int MIN_MATCH = 4;

  private final Lookahead in;
  private byte[] block = new byte[0];
  private int position;
  private int size;
  private byte[] compressed = new byte[0];
  private int taken;

  Lz4LegacyFrame(Lookahead in) throws IOException {
    this.in = in;
    in.skipNBytes(4);
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
    while (position == size) {
      if (!nextBlock()) {
        return -1;
      }
    }
    int count = Math.min(length, size - position);
    System.arraycopy(block, position, bytes, offset, count);
    position += count;
    return count;
  }

  private boolean nextBlock() throws IOException {
    byte[] header = in.peek(4);
    int next = 0;
    for (int i = header.length - 1; i >= 0; i--) {
      next = next << 8 | Byte.toUnsignedInt(header[i]);
    }
    if (next == 0) {
      return false;
    }
    in.skipNBytes(header.length);
    if (next == MAGIC) {
      return true;
    }
    if (header.length < 4 || next < 0 || next > MAX_COMPRESSED) {
      throw damaged("expected a block of at most 8 MiB, found " + Integer.toUnsignedString(next));
    }
    compressed = in.readNBytes(next);
    if (compressed.length < next) {
      throw damaged("it ends too soon");
    }
    decompress();
    return true;
  }

  private void decompress() throws RamdiskException {
    taken = 0;
    position = 0;
    size = 0;
    while (taken < compressed.length) {
      int token = next();
      literals(length(token >>> 4));
      if (taken < compressed.length) {
        int distance = next() | next() << 8;
        match(distance, length(token & 15) + MIN_MATCH);
      }
    }
  }

  private int length(int start) throws RamdiskException {
    int length = start;
    if (start == 15) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 255 && length <= BLOCK);
    }
    return length;
  }

  private int next() throws RamdiskException {
    if (taken == compressed.length) {
      throw damaged("a block ends too soon");
    }
    return Byte.toUnsignedInt(compressed[taken++]);
  }

  private void literals(int count) throws RamdiskException {
    if (count > compressed.length - taken) {
      throw damaged("a block ends too soon");
    }
    ensure(count);
    System.arraycopy(compressed, taken, block, size, count);
    taken += count;
    size += count;
  }

  private void match(int distance, int count) throws RamdiskException {
    if (distance == 0 || distance > size) {
      throw damaged("a match lies before the start of its block");
    }
    ensure(count);
    // Byte by byte: a match may overlap itself.
    for (int i = 0; i < count; i++, size++) {
      block[size] = block[size - distance];
    }
  }

  private void ensure(int more) throws RamdiskException {
    if (more > BLOCK - size) {
      throw damaged("a block unpacks to more than 8 MiB");
    }
    if (size + more > block.length) {
      block = Arrays.copyOf(block, Math.min(BLOCK, Math.max(size + more, 2 * block.length)));
    }
  }

  private static RamdiskException damaged(String how) {
    return new RamdiskException(Reason.DAMAGED, "the ramdisk's lz4 compression is damaged: " + how);
  }
}
