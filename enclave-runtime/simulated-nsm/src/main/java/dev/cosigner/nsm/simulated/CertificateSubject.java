package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import java.util.Arrays;

/**
 * A certificate's subject, byte for byte, as the issuer's name of what it signs: verifiers compare
 * names by bytes, and a parsed name need not be written again as it was.
 */
final class CertificateSubject {
  private static final int SEQUENCE = 0x30;
  private static final int VERSION = 0xa0;

  /** Between a version and a subject: serial number, algorithm, issuer, validity. */
  private static final int FIELDS_BEFORE = 4;

  private final byte[] bytes;
  private int position;

  private CertificateSubject(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The subject's whole DER. */
  static byte[] of(byte[] certificate) throws NsmException {
    CertificateSubject reader = new CertificateSubject(certificate);
    reader.enter();
    reader.enter();
    if (reader.octet(reader.position) == VERSION) {
      reader.skip();
    }
    for (int i = 0; i < FIELDS_BEFORE; i++) {
      reader.skip();
    }
    int start = reader.position;
    if (reader.octet(start) != SEQUENCE) {
      throw malformed();
    }
    reader.skip();
    return Arrays.copyOfRange(certificate, start, reader.position);
  }

  private void enter() throws NsmException {
    if (octet(position) != SEQUENCE) {
      throw malformed();
    }
    position++;
    length();
  }

  private void skip() throws NsmException {
    position++;
    int length = length();
    position += length;
    if (position > bytes.length) {
      throw malformed();
    }
  }

  /** Reads a length of one, two or three octets: certificates here are shorter than 64 KiB. */
  private int length() throws NsmException {
    int first = octet(position++);
    return switch (first) {
      case 0x81 -> octet(position++);
      case 0x82 -> octet(position++) << 8 | octet(position++);
      default -> {
        if (first > 0x7f) {
          throw malformed();
        }
        yield first;
      }
    };
  }

  private int octet(int index) throws NsmException {
    if (index >= bytes.length) {
      throw malformed();
    }
    return bytes[index] & 0xff;
  }

  private static NsmException malformed() {
    return new NsmException(
        Reason.INVALID_ARGUMENT,
        "expected the instance's certificate in DER, found something else");
  }
}
