package dev.cosigner.transaction.ethereum;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** A value of Recursive Length Prefix (Yellow Paper, appendix B): a string of bytes or a list. */
sealed interface RlpItem {
  /** Where it began in the bytes it was decoded from; 0 for one that was made here. */
  int offset();

  /** Writes the one encoding. */
  void write(ByteArrayOutputStream out);

  /** The one encoding. */
  default byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out);
    return out.toByteArray();
  }

  /** A string of these bytes. */
  static RlpItem of(byte[] bytes) {
    return new RlpString(bytes, 0);
  }

  /** A number: big-endian without leading zeros, 0 as the empty string. */
  static RlpItem of(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int zeros = bytes[0] == 0 ? 1 : 0;
    return of(Arrays.copyOfRange(bytes, zeros, bytes.length));
  }

  /** A list of these items. */
  static RlpItem list(List<? extends RlpItem> items) {
    return new RlpList(items, 0);
  }

  /** A string of bytes. */
  final class RlpString implements RlpItem {
    private final byte[] bytes;
    private final int offset;

    RlpString(byte[] bytes, int offset) {
      this.bytes = bytes.clone();
      this.offset = offset;
    }

    @Override
    public int offset() {
      return offset;
    }

    /** A copy of the bytes. */
    byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public void write(ByteArrayOutputStream out) {
      if (bytes.length != 1 || bytes[0] < 0) {
        RlpHeader.write(out, RlpHeader.STRING, bytes.length);
      }
      out.writeBytes(bytes);
    }
  }

  /** A list. */
  final class RlpList implements RlpItem {
    private final List<RlpItem> items;
    private final int offset;

    RlpList(List<? extends RlpItem> items, int offset) {
      this.items = List.copyOf(items);
      this.offset = offset;
    }

    @Override
    public int offset() {
      return offset;
    }

    List<RlpItem> items() {
      return items;
    }

    @Override
    public void write(ByteArrayOutputStream out) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      items.forEach(item -> item.write(content));
      RlpHeader.write(out, RlpHeader.LIST, content.size());
      out.writeBytes(content.toByteArray());
    }
  }
}
