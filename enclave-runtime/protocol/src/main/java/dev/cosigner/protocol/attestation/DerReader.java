package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.util.Arrays;

/**
 * Reads the elements of a DER encoding (X.690) in turn: one-byte tags and definite, minimal lengths
 * of at most 65,535 bytes, which is all that a certificate of the NSM needs.
 */
final class DerReader {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xa0;

  private final byte[] bytes;
  private final String what;
  private int position;

  DerReader(byte[] bytes, String what) {
    this.bytes = bytes;
    this.what = what;
  }

  /** Returns the contents of the next element, which must have the tag. */
  byte[] contents(int tag) throws AttestationException {
    int end = endOfNext(tag);
    int start = end - nextLength();
    position = end;
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** Returns the next element with its tag and length. */
  byte[] element(int tag) throws AttestationException {
    int start = position;
    position = endOfNext(tag);
    return Arrays.copyOfRange(bytes, start, position);
  }

  /** Returns a reader of the contents of the next element. */
  DerReader enter(int tag) throws AttestationException {
    return new DerReader(contents(tag), what);
  }

  boolean isNext(int tag) {
    return position < bytes.length && Byte.toUnsignedInt(bytes[position]) == tag;
  }

  void requireEnd() throws AttestationException {
    if (position != bytes.length) {
      throw malformed((bytes.length - position) + " bytes follow");
    }
  }

  private int endOfNext(int tag) throws AttestationException {
    if (byteAt(position) != tag) {
      throw malformed("another tag than %02x".formatted(tag));
    }
    int end = position + headerLength() + nextLength();
    if (end > bytes.length) {
      throw malformed("a truncated element");
    }
    return end;
  }

  private int headerLength() throws AttestationException {
    return switch (byteAt(position + 1)) {
      case 0x81 -> 3;
      case 0x82 -> 4;
      default -> 2;
    };
  }

  private int nextLength() throws AttestationException {
    int first = byteAt(position + 1);
    if (first < 0x80) {
      return first;
    }
    int length;
    int smallest;
    if (first == 0x81) {
      length = byteAt(position + 2);
      smallest = 0x80;
    } else if (first == 0x82) {
      length = byteAt(position + 2) << 8 | byteAt(position + 3);
      smallest = 0x100;
    } else {
      throw malformed("an indefinite or large length");
    }
    if (length < smallest) {
      throw malformed("a length that is not minimal");
    }
    return length;
  }

  private int byteAt(int index) throws AttestationException {
    if (index >= bytes.length) {
      throw malformed("a truncated element");
    }
    return Byte.toUnsignedInt(bytes[index]);
  }

  AttestationException malformed(String found) {
    return new AttestationException(
        Reason.CERTIFICATE_MALFORMED, what, "an X.509 certificate in DER", found);
  }
}
