package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.ethereum.RlpItem.RlpList;
import dev.cosigner.transaction.ethereum.RlpItem.RlpString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads Recursive Length Prefix (Yellow Paper, appendix B) in its one encoding: shortest lengths, a
 * byte below 0x80 as itself, nothing behind the item. A length is compared with the bytes that
 * remain before anything is allocated.
 */
final class RlpDecoder {
  private final byte[] bytes;
  private final int maxDepth;
  private int position;

  private RlpDecoder(byte[] bytes, int start, int maxDepth) {
    this.bytes = bytes;
    this.position = start;
    this.maxDepth = maxDepth;
  }

  /**
   * The item that {@code bytes} are from {@code start} on.
   *
   * @param maxDepth of lists in lists; 1 allows a list of strings
   * @throws TransactionException for any other encoding
   */
  static RlpItem decode(byte[] bytes, int start, int maxDepth) throws TransactionException {
    RlpDecoder decoder = new RlpDecoder(bytes, start, maxDepth);
    RlpItem item = decoder.item(bytes.length, 0);
    if (decoder.position != bytes.length) {
      throw refusal(
          Reason.TRAILING_BYTES,
          "the end after the item",
          bytes.length - decoder.position + " more bytes",
          decoder.position);
    }
    return item;
  }

  private RlpItem item(int end, int depth) throws TransactionException {
    int offset = position;
    if (offset >= end) {
      throw refusal(Reason.TRUNCATED, "an item", "the end", offset);
    }
    int first = bytes[position++] & 0xff;
    if (first < RlpHeader.STRING) {
      return new RlpString(new byte[] {(byte) first}, offset);
    }
    boolean list = first >= RlpHeader.LIST;
    int length = length(first - (list ? RlpHeader.LIST : RlpHeader.STRING), end, offset);
    if (!list) {
      byte[] content = Arrays.copyOfRange(bytes, position, position + length);
      if (length == 1 && content[0] >= 0) {
        throw refusal(
            Reason.NON_MINIMAL_LENGTH, "a byte below 0x80 as itself", "one after 0x81", offset);
      }
      position += length;
      return new RlpString(content, offset);
    }
    if (depth == maxDepth) {
      throw refusal(
          Reason.TOO_DEEP, "at most " + maxDepth + " lists in one another", "more", offset);
    }
    int listEnd = position + length;
    List<RlpItem> items = new ArrayList<>();
    while (position < listEnd) {
      items.add(item(listEnd, depth + 1));
    }
    return new RlpList(items, offset);
  }

  private int length(int code, int end, int offset) throws TransactionException {
    long length = code;
    if (code > RlpHeader.MAX_SHORT) {
      int lengthBytes = code - RlpHeader.MAX_SHORT;
      if (end - position < lengthBytes) {
        throw refusal(
            Reason.TRUNCATED,
            "a length of " + lengthBytes + " bytes",
            end - position + " bytes",
            offset);
      }
      if (bytes[position] == 0) {
        throw refusal(
            Reason.NON_MINIMAL_LENGTH, "a length without leading zeros", "one with", offset);
      }
      length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        // Saturates: more than four bytes of length are more than any input has.
        length = Math.min(length << 8 | (bytes[position++] & 0xff), Integer.MAX_VALUE);
      }
      if (length <= RlpHeader.MAX_SHORT) {
        throw refusal(
            Reason.NON_MINIMAL_LENGTH,
            "a length of more than 55 in this form",
            String.valueOf(length),
            offset);
      }
    }
    if (length > end - position) {
      throw refusal(
          Reason.TRUNCATED, "all bytes of the item", end - position + " of its bytes", offset);
    }
    return (int) length;
  }

  private static TransactionException refusal(
      Reason reason, String expected, String found, int offset) {
    return new TransactionException(reason, "RLP item", expected, found, offset);
  }
}
